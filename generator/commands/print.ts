import { BrokenPipe, openOutput } from "../sinks/output.ts";

/**
 * Writes the result of a command to the standard output. A reader that has gone
 * has seen enough: that is no error.
 *
 * @throws ServiceError `unwritable-output`
 */
export async function print(text: string): Promise<void> {
  const output = await openOutput("-");
  try {
    await output.write(Buffer.from(text));
  } catch (error) {
    if (!(error instanceof BrokenPipe)) throw error;
  }
}

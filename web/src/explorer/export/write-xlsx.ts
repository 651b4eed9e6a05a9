import type { Sheet } from "./xlsx.ts";
import type { Written } from "./xlsx-worker.ts";

/**
 * A workbook of one sheet, written in a worker: the page stays responsive.
 *
 * @throws Error when it cannot be written, or the reason of `signal`
 */
export async function writeXlsx(
  sheet: Sheet,
  signal: AbortSignal,
): Promise<Blob> {
  signal.throwIfAborted();
  const worker = new Worker(new URL("./xlsx-worker.ts", import.meta.url), {
    type: "module",
  });
  try {
    return await new Promise<Blob>((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason as Error));
      worker.addEventListener("error", ({ message }) =>
        reject(new Error(message || "the worker could not be started")),
      );
      worker.addEventListener("message", ({ data }: MessageEvent<Written>) =>
        "file" in data ? resolve(data.file) : reject(new Error(data.problem)),
      );
      worker.postMessage(sheet);
    });
  } finally {
    worker.terminate();
  }
}

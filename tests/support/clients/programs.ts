import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { describe } from "vitest";

export interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  env?: Record<string, string>;
  /** For stdin. */
  input?: string;
}

/** Runs a program to its end. Nothing of the environment but what finds programs reaches it. */
export async function runProgram(
  program: string,
  args: string[],
  { env = {}, input = "" }: RunOptions = {},
): Promise<Outcome> {
  const child = spawn(program, args, { env: programEnvironment(env) });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  child.stdin.on("error", () => {}).end(input);
  const [status] = (await once(child, "close")) as [number | null];
  return { status, stdout, stderr };
}

export const programEnvironment = (env: Record<string, string>) => ({
  PATH: process.env["PATH"],
  HOME: process.env["HOME"],
  LC_ALL: "C.UTF-8",
  TZ: "UTC",
  ...env,
});

/** Whether a command ends well. */
export const works = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args, { stdio: "ignore" }).status === 0;

/**
 * A Python that has these modules. Debian installs them for its own, which need not
 * be the first one.
 */
export const pythonWith = (...modules: string[]): string | undefined =>
  ["python3", "/usr/bin/python3"].find((program) =>
    works(program, "-c", `import ${modules.join(", ")}`),
  );

/**
 * Describes what a client does. Where it is not installed its tests are skipped,
 * and a line says what is missing.
 *
 * @param packages of Debian, which `.ci/run` installs
 */
export function describeClient(
  client: string,
  packages: string,
  installed: boolean,
  body: () => void,
): void {
  if (!installed) console.warn(`${client} is not tried: install ${packages}`);
  describe.skipIf(!installed)(
    installed ? client : `${client} (not installed: ${packages})`,
    body,
  );
}

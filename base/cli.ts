import { parseArgs } from "node:util";
import { errorMessage, ServiceError, UsageError } from "./errors.ts";

export interface Option {
  type: "string" | "boolean";
  short?: string;
  /** Shown in the help text; the value itself is applied by the command. */
  default?: string;
  /** Placeholder of the value in the help text. */
  value?: string;
  description: string;
}

export type Options = Record<string, Option>;

export interface Command {
  name: string;
  summary: string;
  options: Options;
  /** Names of the positional arguments, for the help text. */
  positionals?: string;
  run(args: Arguments): Promise<void>;
}

export interface Arguments {
  text(name: string): string | undefined;
  flag(name: string): boolean;
  /** Whether it was written on the command line; a default is not. */
  given(name: string): boolean;
  /** @throws UsageError unless the value is a whole number within the bounds */
  integer(name: string, bounds: { min: number; max: number }): number;
  positionals: string[];
}

/** Exit codes: 0 done, 1 failed, 2 bad usage. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** Help text of a command, derived from its option table. */
export function help(program: string, command: Command): string {
  const rows = Object.entries(command.options).map(([name, option]) => {
    const flag = `${option.short ? `-${option.short}, ` : "    "}--${name}`;
    const value =
      option.type === "string" ? ` <${option.value ?? "value"}>` : "";
    const preset = option.default === undefined ? "" : ` (${option.default})`;
    return [flag + value, option.description + preset] as const;
  });
  const width = Math.max(...rows.map(([flag]) => flag.length), 0);
  const usage = [program, command.name, command.positionals, "[options]"];
  return [
    `${command.summary}`,
    "",
    `Usage: ${usage.filter(Boolean).join(" ")}`,
    "",
    ...rows.map(([flag, text]) => `  ${flag.padEnd(width)}  ${text}`),
    "",
  ].join("\n");
}

/**
 * Reads argv against a command's option table.
 *
 * @throws UsageError for an unknown flag, naming the legal ones
 */
export function readArguments(options: Options, argv: string[]): Arguments {
  let parsed;
  try {
    parsed = parseArgs({
      args: argv,
      allowPositionals: true,
      strict: true,
      options: Object.fromEntries(
        Object.entries(options).map(([name, { type, short }]) => [
          name,
          short === undefined ? { type } : { type, short },
        ]),
      ),
    });
  } catch (error) {
    const legal = Object.keys(options).map((name) => `--${name}`);
    throw new UsageError(
      errorMessage(error),
      `legal options: ${legal.join(", ")}; --help describes them`,
    );
  }
  const values = parsed.values as Record<string, string | boolean | undefined>;
  const text = (name: string) => {
    const value = values[name] ?? options[name]?.default;
    return typeof value === "string" ? value : undefined;
  };
  return {
    text,
    flag: (name) => values[name] === true,
    given: (name) => values[name] !== undefined,
    integer(name, { min, max }) {
      const value = text(name) ?? "";
      const number = Number(value);
      if (!/^-?\d+$/.test(value) || number < min || number > max) {
        throw new UsageError(
          `--${name} must be a whole number from ${min} to ${max}: ${value || "(empty)"}`,
        );
      }
      return number;
    },
    positionals: parsed.positionals,
  };
}

/**
 * Runs one command of a program and ends the process with its exit code.
 * Expected errors print one line and a hint; others ask for `--debug`.
 */
export async function runCommand(
  program: string,
  command: Command,
  argv: string[],
): Promise<void> {
  const options: Options = {
    ...command.options,
    debug: { type: "boolean", description: "print the stack of an error" },
    help: { type: "boolean", short: "h", description: "print this help" },
  };
  const debug = argv.includes("--debug");
  try {
    const args = readArguments(options, argv);
    if (args.flag("help")) {
      process.stdout.write(help(program, { ...command, options }));
      return;
    }
    await command.run(args);
  } catch (error) {
    process.exitCode = reportError(error, debug);
  }
}

/**
 * Runs the command that the first argument names, or else `unnamed` with all of
 * them.
 */
export async function runProgram(
  program: string,
  commands: readonly Command[],
  unnamed: Command,
  argv: string[],
): Promise<void> {
  const [first = "", ...rest] = argv;
  const command = commands.find(({ name }) => name === first);
  if (command !== undefined) return runCommand(program, command, rest);
  if (first === "" || first.startsWith("-")) {
    return runCommand(program, unnamed, argv);
  }
  const legal = commands.map(({ name }) => name).join(", ");
  process.exitCode = reportError(
    new UsageError(
      `unknown command: ${first}`,
      `legal: ${legal}, or none; --help describes them`,
    ),
    false,
  );
}

/** Prints an error for a person and returns the exit code it deserves. */
export function reportError(error: unknown, debug: boolean): number {
  process.stderr.write(`error: ${errorMessage(error)}\n`);
  if (error instanceof ServiceError && error.hint) {
    process.stderr.write(`  hint: ${error.hint}\n`);
  }
  if (!(error instanceof ServiceError) && !debug) {
    process.stderr.write("  hint: run again with --debug for the stack\n");
  }
  if (debug && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return error instanceof UsageError ? EXIT.usage : EXIT.failed;
}

import type { LogLevel } from "./config.ts";

export type LogFields = Record<string, unknown>;

/** One line per event: what happened, and the values that belong to it. */
export interface Log {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  trace(message: string, fields?: LogFields): void;
  /** The same log, naming the part of the service that speaks. */
  part(name: string): Log;
}

export interface LogOptions {
  level: LogLevel;
  /** JSON lines for machines, else text for a person. */
  json: boolean;
  write?: (line: string) => void;
  now?: () => Date;
}

const LEVELS: readonly LogLevel[] = ["error", "warn", "info", "trace"];

/** Values that must not reach a log file: credentials, and data in SQL. */
const SECRET =
  /token|secret|passw|authorization|^pass$|^sql$|^query$|^values$/i;

/** A log that writes to standard error; standard output stays for results. */
export function createLog({
  level,
  json,
  write = (line) => void process.stderr.write(line),
  now = () => new Date(),
}: LogOptions): Log {
  const enabled = LEVELS.slice(0, LEVELS.indexOf(level) + 1);
  const at = (part: string | undefined): Log => {
    const emit =
      (lineLevel: LogLevel) =>
      (message: string, fields: LogFields = {}) => {
        if (!enabled.includes(lineLevel)) return;
        const time = now().toISOString();
        const values = redact(fields);
        write(
          json
            ? `${JSON.stringify({ time, level: lineLevel, part, message, ...values })}\n`
            : textLine(time, lineLevel, part, message, values),
        );
      };
    return {
      error: emit("error"),
      warn: emit("warn"),
      info: emit("info"),
      trace: emit("trace"),
      part: at,
    };
  };
  return at(undefined);
}

function redact(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) =>
        SECRET.test(name) ? [name, "redacted"] : [name, value],
      ),
  );
}

function textLine(
  time: string,
  level: LogLevel,
  part: string | undefined,
  message: string,
  fields: LogFields,
): string {
  const values = Object.entries(fields).map(
    ([name, value]) =>
      `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const head = `${time.slice(11, 23)} ${level.padEnd(5)}`;
  return `${[head, part && `${part}:`, message, ...values].filter(Boolean).join(" ")}\n`;
}

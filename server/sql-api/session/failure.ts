import type { Log } from "../../log.ts";
import { SqlError } from "../sql-error.ts";

const STACK_OVERFLOW = /call stack/;

/** What the client is told; a bug's message and stack are for the log alone. */
export function failureOf(error: unknown, log: Log): SqlError {
  if (error instanceof SqlError) return error;
  if (error instanceof RangeError && STACK_OVERFLOW.test(error.message)) {
    return new SqlError("54001", "stack depth limit exceeded", {
      hint: "the statement is nested too deeply: write it flatter, a long chain of OR as IN",
      cause: error,
    });
  }
  log.error("a SQL session failed", {
    error: error instanceof Error ? error.stack : String(error),
  });
  return new SqlError("XX000", "internal error", {
    hint: "this is a defect: the log of the service says more",
    cause: error,
  });
}

/**
 * The same error, its place counted from where the statement's text begins in that
 * of the whole query.
 *
 * @param before all that precedes the statement
 */
export function moved(error: unknown, before: string): unknown {
  if (!(error instanceof SqlError) || error.position === undefined)
    return error;
  if (before === "") return error;
  const { code, message, severity, detail, hint, position, cause } = error;
  return new SqlError(code, message, {
    severity,
    ...(detail === undefined ? {} : { detail }),
    ...(hint === undefined ? {} : { hint }),
    // Characters, not UTF-16 units.
    position: position + [...before].length,
    cause,
  });
}

/** Ends a session or a connection. */
export const asFatal = (error: SqlError): SqlError =>
  error.severity === "FATAL"
    ? error
    : new SqlError(error.code, error.message, {
        severity: "FATAL",
        ...(error.detail === undefined ? {} : { detail: error.detail }),
        ...(error.hint === undefined ? {} : { hint: error.hint }),
        cause: error.cause,
      });

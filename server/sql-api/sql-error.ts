export interface SqlErrorOptions {
  severity?: "ERROR" | "FATAL";
  detail?: string;
  /** What to write or to do instead, one sentence. */
  hint?: string;
  /** Place in the text of the statement, in characters from 1. */
  position?: number;
  cause?: unknown;
}

/** An error for a client of the SQL API, as Postgres reports one. */
export class SqlError extends Error {
  /** SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
  readonly code: string;
  readonly severity: "ERROR" | "FATAL";
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  readonly position: number | undefined;

  constructor(code: string, message: string, options: SqlErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "SqlError";
    this.code = code;
    this.severity = options.severity ?? "ERROR";
    this.detail = options.detail;
    this.hint = options.hint;
    this.position = options.position;
  }
}

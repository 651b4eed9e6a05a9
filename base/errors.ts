/**
 * Every error a user can cause: code → parameters → message and next step.
 * Codes are stable and kebab-case; messages may change.
 */
export interface ServiceErrorOptions {
  /** What to do next, one sentence. */
  hint?: string;
  cause?: unknown;
  /** HTTP status at the REST edge. */
  status?: number;
}

/**
 * An error that a user or an operator can act on. Anything else that is thrown
 * is a bug and is reported as `internal-error`.
 */
export class ServiceError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly status: number;

  constructor(
    code: string,
    message: string,
    options: ServiceErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "ServiceError";
    this.code = code;
    this.hint = options.hint;
    this.status = options.status ?? 400;
  }
}

/** A wrong flag, argument or environment variable: exit code 2. */
export class UsageError extends ServiceError {
  constructor(message: string, hint?: string) {
    super("bad-usage", message, hint === undefined ? {} : { hint });
    this.name = "UsageError";
  }
}

/** The text of anything thrown, with the chain of causes it carries. */
export function errorMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause =
    error.cause === undefined ? "" : `: ${errorMessage(error.cause)}`;
  return `${error.message || error.name}${cause}`;
}

/** What is known of a request that got no proper answer. */
interface Details {
  /** Of HTTP; undefined = no answer came. */
  status: number | undefined;
  /** Our API's name for the failure, e.g. `hidden-member`. */
  code: string | undefined;
  /** Under which the server's log has the request. */
  requestId: string | undefined;
}

/** A request that the API did not answer as asked. */
export class ApiError extends Error {
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly requestId: string | undefined;

  constructor(message: string, details: Details, cause: unknown) {
    super(message, { cause });
    this.name = "ApiError";
    this.status = details.status;
    this.code = details.code;
    this.requestId = details.requestId;
  }
}

/** The words of Cube's client for a request that the network lost. */
const NETWORK = /^network error$/i;
const HIDDEN_MEMBER = /hidden member: '?([\w.]+)/;

/** What to tell the user: never nothing. */
export function failureText(
  message: string,
  { status, code }: Pick<Details, "status" | "code">,
): string {
  if (code === "hidden-member") {
    const [, member] = HIDDEN_MEMBER.exec(message) ?? [];
    return `hidden by your access: ${member ?? message}`;
  }
  if (NETWORK.test(message) || (message === "" && status === undefined)) {
    return "the server did not answer: it is away, or the network is";
  }
  return message || `the API answered with status ${status}`;
}

/** The id of the request behind an error or its cause; undefined = none got so far. */
export function requestIdOf(error: unknown): string | undefined {
  if (error instanceof ApiError) return error.requestId;
  return error instanceof Error && error.cause !== undefined
    ? requestIdOf(error.cause)
    : undefined;
}

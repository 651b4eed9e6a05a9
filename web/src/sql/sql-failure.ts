/** A statement that failed, as the SQL API reports it. */
export class SqlFailure extends Error {
  /** Status of HTTP; undefined when the answer had begun, or none came. */
  readonly status: number | undefined;
  readonly sqlState: string | undefined;
  readonly hint: string | undefined;
  /** In the text that was sent, in characters (code points) from 1. */
  readonly position: number | undefined;
  readonly requestId: string | undefined;

  constructor(
    message: string,
    details: Partial<
      Pick<
        SqlFailure,
        "status" | "sqlState" | "hint" | "position" | "requestId"
      >
    > = {},
  ) {
    super(message);
    this.name = "SqlFailure";
    this.status = details.status;
    this.sqlState = details.sqlState;
    this.hint = details.hint;
    this.position = details.position;
    this.requestId = details.requestId;
  }
}

type Json = Record<string, unknown>;

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** The body of an answer that is no success. */
export function readFailure(status: number, body: string): SqlFailure {
  const answer = parseObject(body);
  const position = answer["position"];
  return new SqlFailure(
    textOf(answer["error"]) ?? `the API answered with status ${status}`,
    {
      status,
      sqlState: textOf(answer["sqlState"]),
      hint: textOf(answer["hint"]),
      position: typeof position === "number" ? position : undefined,
      requestId: textOf(answer["requestId"]),
    },
  );
}

function parseObject(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Json) : {};
  } catch {
    return {};
  }
}

/** True when another token would help: one without the right to a statement would not. */
export const wantsToken = (failure: SqlFailure): boolean =>
  (failure.status === 401 || failure.status === 403) &&
  failure.sqlState === undefined;

/**
 * Place of an error in a text of JavaScript, which counts UTF-16 units where
 * Postgres counts characters: from the position to the end of its word.
 */
export function errorRange(
  text: string,
  position: number,
): { from: number; to: number } {
  let from = 0;
  for (let left = position - 1; left > 0 && from < text.length; left--) {
    from += (text.codePointAt(from) ?? 0) > 0xffff ? 2 : 1;
  }
  const [word = ""] = /^("[^"]*"?|[\w$.]+|[^\s\w]+)/.exec(text.slice(from)) ?? [
    "",
  ];
  return { from, to: Math.min(text.length, from + Math.max(1, word.length)) };
}

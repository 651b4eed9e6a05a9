/** How a SELECT is answered: by one query to Cube, or from its rows afterwards. */
export type Answered = "pushed down" | "post-processed";

/** An error that says what to write instead. */
export interface Refusal {
  code: string;
  hint: string;
}

export interface Statement {
  sql: string;
  /** What it shows; named statements are those that the documentation lists. */
  about?: string;
  /** Of $1, $2, … */
  values?: unknown[];
  /** "either" leaves it open, which only random statements do. */
  answered: Answered | Refusal | "either";
  /**
   * Numbers of the columns whose values must come in this very order. "rows" is all
   * of them, for statements without ties.
   */
  ordered?: "rows" | number[];
  /** The same over the rows, where it is not what MEASURE(…) is replaced by. */
  plain?: string;
  /** Rollups have to answer it, not the facts. */
  rollup?: true;
  /** Any so many of the rows of `plain` are right. */
  anyOf?: number;
}

export interface StatementKind {
  title: string;
  /** What an analyst should know of it. */
  note: string;
  statements: Statement[];
}

type Details = Omit<Statement, "sql" | "answered">;

const answering = (answered: Answered) => (sql: string, details?: Details) => ({
  sql,
  answered,
  ...details,
});

export const pushed = answering("pushed down");
export const processed = answering("post-processed");

export const refused = (
  sql: string,
  code: string,
  hint: string,
  details?: Details,
): Statement => ({ sql, answered: { code, hint }, ...details });

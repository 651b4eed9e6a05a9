import { SqlError } from "../sql-error.ts";

/**
 * Characters of one message of SQL. The parser works where all sessions are served,
 * and takes about a second for the worst text of this length.
 */
export const MAX_SQL_LENGTH = 256 * 1024;

/** More are no operator. Postgres' scanner reads a run again for each of its characters. */
const MAX_OPERATOR_RUN = 512;

/** `op_chars` of Postgres' scan.l, which begin comments too. */
const OPERATOR_RUN = /[~!@#^&|`?+\-*/%<>=]+/g;

/** @throws SqlError 54000 for a text that would keep the parser from its other work */
export function assertParsable(text: string): void {
  if (text.length > MAX_SQL_LENGTH) {
    throw new SqlError(
      "54000",
      `the SQL has ${text.length} characters, and at most ${MAX_SQL_LENGTH} are allowed`,
      { hint: "pass long lists as an array parameter: column = ANY ($1)" },
    );
  }
  for (const { 0: run, index } of text.matchAll(OPERATOR_RUN)) {
    if (run.length > MAX_OPERATOR_RUN) {
      throw new SqlError(
        "54000",
        `${run.length} operator characters follow one another, and at most ${MAX_OPERATOR_RUN} may`,
        {
          hint: "separate them, or pass the text as a parameter",
          position: [...text.slice(0, index)].length + 1,
        },
      );
    }
  }
}

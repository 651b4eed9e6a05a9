import { SqlError } from "../sql-error.ts";

/** Statements that can only read. `WITH` may write, which rights and transaction refuse. */
const READING = new Set([
  "SELECT",
  "VALUES",
  "TABLE",
  "WITH",
  "SHOW",
  "EXPLAIN",
]);
const SETTING = new Set(["SET", "RESET"]);

/**
 * The word a statement begins with, in upper case; "" when it has none.
 * Leading parentheses and semicolons do not change what kind it is.
 */
export function firstKeyword(text: string): string {
  const start = skipSpace(text);
  return /^[a-z]*/i.exec(text.slice(start, start + 20))![0].toUpperCase();
}

/** @throws SqlError 0A000 */
export function assertReading(text: string): void {
  const keyword = firstKeyword(text);
  if (READING.has(keyword) || skipSpace(text) >= text.length) return;
  throw new SqlError(
    "0A000",
    `${keyword === "" ? "this statement" : keyword} is not supported by the SQL API, which is read only`,
    { hint: "use SELECT, VALUES, TABLE, WITH, SHOW or EXPLAIN" },
  );
}

/** @throws SqlError 0A000 */
export function assertSetting(text: string): void {
  if (SETTING.has(firstKeyword(text))) return;
  throw new SqlError("0A000", "only SET and RESET change settings");
}

/** White space and comments as the scanner of Postgres has them: scan.l. */
function skipSpace(text: string): number {
  let at = 0;
  for (;;) {
    const character = text[at];
    if (character !== undefined && " \t\n\r\f\v(;".includes(character)) {
      at++;
    } else if (text.startsWith("--", at)) {
      const end = /[\n\r]/.exec(text.slice(at));
      at = end === null ? text.length : at + end.index + 1;
    } else if (text.startsWith("/*", at)) {
      at = endOfComment(text, at);
    } else {
      return at;
    }
  }
}

/** Comments nest. One without an end is left for Postgres to complain about. */
function endOfComment(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text.startsWith("/*", at)) {
      depth++;
      at++;
    } else if (text.startsWith("*/", at)) {
      depth--;
      at++;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

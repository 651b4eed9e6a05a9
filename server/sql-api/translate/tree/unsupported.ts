import type { Node } from "@pgsql/types";
import { SqlError } from "../../sql-error.ts";
import { locationOf } from "./ast.ts";

type Code = "0A000" | "42803" | "54000";

/** An error at a part of the statement, before its place in the text is known. */
export class TranslateError extends Error {
  readonly code: Code;
  readonly hint: string;
  /** Of the text, in bytes from 0. */
  readonly location: number | undefined;

  constructor(
    code: Code,
    message: string,
    hint: string,
    at: Node | Node[] | undefined,
  ) {
    super(message);
    this.code = code;
    this.hint = hint;
    this.location = locationOf(at);
  }

  /** @param statement the text that locations count in, where it is known */
  toSqlError(statement: string | undefined): SqlError {
    const position = characterAt(statement, this.location);
    return new SqlError(this.code, this.message, {
      hint: this.hint,
      ...(position === undefined ? {} : { position }),
      cause: this,
    });
  }
}

/** What cannot be answered, and what to write instead. */
export const unsupported = (
  part: string,
  hint: string,
  at?: Node | Node[],
): TranslateError =>
  new TranslateError(
    "0A000",
    `Unsupported SQL over tables of the model: ${part}`,
    hint,
    at,
  );

export const misused = (
  message: string,
  hint: string,
  at?: Node | Node[],
): TranslateError => new TranslateError("42803", message, hint, at);

export const tooLarge = (message: string, hint: string): TranslateError =>
  new TranslateError("54000", message, hint, undefined);

export const bareMeasure = ({ name }: { name: string }, at: Node) =>
  misused(
    `measure "${name}" must be aggregated in a SELECT that groups`,
    `write MEASURE(${name})`,
    at,
  );

export const ungrouped = ({ name }: { name: string }, at: Node) =>
  misused(
    `column "${name}" must appear in the GROUP BY clause or be used in an aggregate function`,
    "add it to GROUP BY",
    at,
  );

function characterAt(
  statement: string | undefined,
  location: number | undefined,
): number | undefined {
  if (statement === undefined || location === undefined) return undefined;
  const before = Buffer.from(statement).subarray(0, location).toString();
  // Postgres counts characters, JavaScript counts those beyond U+FFFF twice.
  return [...before].length + 1;
}

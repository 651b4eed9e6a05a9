import { isoTime } from "./iso-time.ts";

/** Types as SQL of constants names them. */
const NUMBER = "bigint|int|numeric|double precision|pg_catalog\\.float8|float8";
const CAST_TO_NUMBER = new RegExp(`^CAST\\((.*) AS (?:${NUMBER})\\)$`);
/** Whole numbers that each of the types holds, and writes in the same way. */
const WHOLE = new RegExp(`^'(0|-?[1-9]\\d{0,8})'(?:::(?:${NUMBER}))?$`);
const CAST_TO_TEXT = /^CAST\((.*) AS pg_catalog\.text\)$/;

/**
 * The value of SQL that is a whole number, a day or a time, cast to text, as Postgres
 * writes it; undefined for everything else, which only Postgres can tell. Nearly all
 * constants are such, and each would be a question of its own.
 */
export function plainConstant(sql: string): string | undefined {
  const inner = CAST_TO_TEXT.exec(sql)?.[1];
  return inner === undefined ? undefined : (isoTime(inner) ?? whole(inner));
}

function whole(sql: string): string | undefined {
  const inner = CAST_TO_NUMBER.exec(sql)?.[1];
  return inner === undefined ? WHOLE.exec(sql)?.[1] : whole(inner);
}

/** Whether a value of text is read as what it says, whatever the session's settings. */
export const isWhole = (text: string): boolean => WHOLE.test(`'${text}'`);

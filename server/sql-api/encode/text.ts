import { SqlError } from "../sql-error.ts";

/** Values of Cube as Postgres writes them, with `DateStyle` ISO. */

const DIGITS = /^-?\d+$/;

/** A count: `12`, `"12"`, `"12.0"` or `1e21`, without ever losing a digit. */
export function int8Text(value: unknown): string {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "string" && DIGITS.test(value)) return value;
  const number = Number(value);
  if (typeof value === "string" && value.includes(".")) {
    const [whole = "", fraction = ""] = value.split(".");
    if (DIGITS.test(whole) && /^0*$/.test(fraction)) return whole;
  }
  if (!Number.isFinite(number)) throw unreadable("bigint", value);
  return BigInt(Math.round(number)).toString();
}

/**
 * Shortest text that reads back as the same number, as float8out writes it:
 * with an exponent below 1e-4 and from 1e15 on.
 */
export function float8Text(value: unknown): string {
  const number = typeof value === "number" ? value : toNumber(value);
  if (!Number.isFinite(number)) {
    return Number.isNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
  }
  const size = Math.abs(number);
  if (size === 0) return Object.is(number, -0) ? "-0" : "0";
  if (size >= 1e-4 && size < 1e15) return String(number);
  const [digits, exponent = ""] = number.toExponential().split("e");
  const sign = exponent[0];
  return `${digits}e${sign}${exponent.slice(1).padStart(2, "0")}`;
}

const WORDS: Record<string, number> = {
  nan: NaN,
  inf: Infinity,
  "+inf": Infinity,
  infinity: Infinity,
  "-inf": -Infinity,
  "-infinity": -Infinity,
};

function toNumber(value: unknown): number {
  const text = String(value).trim();
  const number = text === "" ? NaN : Number(text);
  if (!Number.isNaN(number)) return number;
  const word = WORDS[text.toLowerCase()];
  if (word === undefined) throw unreadable("double precision", value);
  return word;
}

const TRUE = new Set<unknown>([true, "true", 1, "1", "t"]);
const FALSE = new Set<unknown>([false, "false", 0, "0", "f"]);

/** @throws SqlError 22P02 */
export function boolText(value: unknown): "t" | "f" {
  if (TRUE.has(value)) return "t";
  if (FALSE.has(value)) return "f";
  throw unreadable("boolean", value);
}

const TIME =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d+))?(?:Z|\+00(?::?00)?)?)?$/;

/** `2024-01-05T09:30:00.120` → `2024-01-05 09:30:00.12`. */
export function timestampText(value: unknown): string {
  const text = value instanceof Date ? value.toISOString() : String(value);
  const match = TIME.exec(text);
  if (match === null) throw unreadable("timestamp", value);
  const [, day, clock = "00:00:00", fraction = ""] = match;
  const seconds = clock.length === 5 ? `${clock}:00` : clock;
  const rest = fraction.slice(0, 6).replace(/0+$/, "");
  return `${day} ${seconds}${rest === "" ? "" : `.${rest}`}`;
}

/** Postgres has no zero bytes in text. */
export function plainText(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.includes("\0") ? text.replaceAll("\0", "") : text;
}

const unreadable = (type: string, value: unknown) =>
  new SqlError(
    "22P02",
    `the model delivers no ${type}: ${JSON.stringify(value)}`,
    { hint: "correct the type of the member in the model" },
  );

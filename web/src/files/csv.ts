/** A value of a file: numbers and days stay what they are; none is empty. */
export type FileValue = string | number | null | undefined;

/**
 * A text that a spreadsheet would run as a formula. It gets an apostrophe in front,
 * which spreadsheets read as "this is text": a name in the data must not become a
 * command on the reader's machine. Numbers are written as they are, since a minus
 * sign before a number is no formula.
 */
const FORMULA = /^[=+\-@\t\r]/;

const cell = (value: FileValue): string => {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** One line of RFC 4180, its end included; null is empty, numbers are unrounded. */
export const csvLine = (values: readonly FileValue[]): string =>
  `${values.map(cell).join(",")}\r\n`;

/** Tells spreadsheets that the file is UTF-8. */
export const BYTE_ORDER_MARK = "\uFEFF";

// A spreadsheet runs a cell that starts like a formula; a number may start with a minus.
const FORMULA = /^[=+\-@\t\r]/;

const cell = (value: string | number | undefined): string => {
  if (value === undefined) return "";
  if (typeof value === "number") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** RFC 4180 text; numbers unrounded, undefined empty, text never a formula. */
export const toCsv = (
  rows: readonly (readonly (string | number | undefined)[])[],
): string => rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");

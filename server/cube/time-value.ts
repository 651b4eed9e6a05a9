const DAY = String.raw`(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))`;
const CLOCK = String.raw`((?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60))(\.\d+)?`;

const RFC3339 = new RegExp(`^${DAY}[Tt ]${CLOCK}(?:[Zz]|[+-]\\d\\d:\\d\\d)$`);
const NAIVE = new RegExp(
  `^${DAY}[ T]${CLOCK}(?: (?:[A-Z]{1,5}|[+-]\\d\\d:?\\d\\d))?$`,
);

const MILLISECOND_DIGITS = 3;

/**
 * A time as Cube's clients expect it, `YYYY-MM-DDTHH:mm:ss.SSS`: the wall time
 * that was written, without its offset. Text that is no time is left as it is.
 */
export function formatTime(text: string): string {
  const match = RFC3339.exec(text) ?? NAIVE.exec(text);
  if (match === null) return text;
  const [, day, clock, fraction = "."] = match;
  const milliseconds = fraction
    .slice(1, 1 + MILLISECOND_DIGITS)
    .padEnd(MILLISECOND_DIGITS, "0");
  return `${day}T${clock}.${milliseconds}`;
}

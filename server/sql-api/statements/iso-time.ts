/** A time as SQL of constants has it: `'2026-01-31'::timestamp`, `CAST('2026-01-31'::date AS timestamp)`. */
const TIME =
  /^(?:CAST\()?'(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d))?'::(date|timestamp)(?: AS timestamp\))?$/;

/**
 * The value of SQL that is a day or time in ISO style, as Postgres writes it; undefined
 * for everything else, which only Postgres can tell. Most filters are such, and each
 * would be a question of its own.
 */
export function isoTime(sql: string): string | undefined {
  const match = TIME.exec(sql);
  if (match === null) return undefined;
  const [, day = "", clock, type] = match;
  // A day forgets the time: rare enough to ask.
  if (type === "date" && clock !== undefined) return undefined;
  const text = `${day}T${clock ?? "00:00:00"}`;
  const time = new Date(`${text}Z`);
  // The 30th of February and 24:00 are given another day here.
  const isItself =
    !Number.isNaN(time.valueOf()) && time.toISOString().startsWith(text);
  return isItself && !day.startsWith("0000")
    ? text.replace("T", " ")
    : undefined;
}

import { UsageError } from "./errors.ts";

const BYTES: Record<string, number> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
};

const MILLISECONDS: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** `--name` in units of `table`: a number, then one of its keys. */
function quantity(
  name: string,
  text: string,
  table: Record<string, number>,
  example: string,
): number {
  const [, number = "", unit = ""] =
    /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim()) ?? [];
  const key = [unit, unit.toUpperCase()].find((name) =>
    Object.hasOwn(table, name),
  );
  const factor = key === undefined ? undefined : table[key];
  if (number === "" || factor === undefined) {
    throw new UsageError(
      `--${name} must be a number and a unit: ${text || "(empty)"}`,
      `for example ${example}; units: ${Object.keys(table).join(", ")}`,
    );
  }
  return Number(number) * factor;
}

/**
 * `10GB` → bytes; KB is 1000, KiB is 1024.
 *
 * @throws UsageError naming the flag, its value and the units
 */
export const readBytes = (name: string, text: string): number =>
  Math.round(quantity(name, text, BYTES, "10GB"));

/**
 * `24s` → milliseconds.
 *
 * @throws UsageError naming the flag, its value and the units
 */
export const readDuration = (name: string, text: string): number =>
  Math.round(quantity(name, text, MILLISECONDS, "24s"));

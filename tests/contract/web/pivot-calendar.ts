import { DIMENSIONS } from "../../support/oracle.ts";
import type { Period } from "./pivot-facts.ts";

/** Levels of the calendar, whose members are compared by position. */
const LEVELS = new Set(
  "trade_year trade_quarter trade_month trade_week trade_day".split(" "),
);

/** What each day is called on each level: day → level → label. */
export type DayLabels = ReadonlyMap<string, Readonly<Record<string, string>>>;

const sqlOf = (name: string) => DIMENSIONS[name] ?? `no dimension ${name}`;
const quoted = (texts: readonly string[]) =>
  `[${texts.map((text) => `'${text}'`).join()}]`;

/** Reads what the days with data are called. */
export async function readDayLabels(
  sql: (text: string) => Promise<Record<string, unknown>[]>,
  from: string,
): Promise<DayLabels> {
  const levels = [...LEVELS].map((name) => `${sqlOf(name)} AS ${name}`).join();
  const rows = await sql(
    `SELECT DISTINCT ${levels} ${from} ORDER BY trade_day`,
  );
  return new Map(
    rows.map((row) => {
      const labels = Object.entries(row).map(([name, label]) => [
        name,
        String(label),
      ]);
      return [String(row["trade_day"]), Object.fromEntries(labels)];
    }),
  );
}

/**
 * The keys under which the facts of two periods stand: those of the compared one
 * take the place of the first, day by day, so that plain SQL can group by them.
 */
export class PivotCalendar {
  readonly #labels: DayLabels;
  readonly #days: Record<Period, readonly string[]>;

  constructor(labels: DayLabels, days: Record<Period, readonly string[]>) {
    this.#labels = labels;
    this.#days = days;
  }

  /** SQL of the keys of a period on each of these levels, coarse to fine. */
  sqlOf(levels: readonly string[], period: Period): string[] {
    if (period === "current") return levels.map(sqlOf);
    const keys = this.#keys(levels.filter((name) => LEVELS.has(name)));
    return levels.map((name) => {
      const byDay = keys.get(name);
      return byDay === undefined
        ? sqlOf(name)
        : `transform(${sqlOf("trade_day")}, ${quoted([...byDay.keys()])}, ${quoted([...byDay.values()])}, 'no key')`;
    });
  }

  /** Level → day of the comparison → key. */
  #keys(levels: readonly string[]): Map<string, Map<string, string>> {
    const keys = new Map(
      levels.map((name) => [name, new Map<string, string>()]),
    );
    const pair = (
      depth: number,
      shown: readonly string[],
      compared: readonly string[],
    ) => {
      const name = levels[depth];
      if (name === undefined) return;
      const [own, others] = [shown, compared].map((days) => {
        const members = new Map<string, string[]>();
        for (const day of days) {
          const label = this.#labels.get(day)?.[name] ?? "no label";
          members.set(label, [...(members.get(label) ?? []), day]);
        }
        return [...members];
      });
      others?.forEach(([label, days], place) => {
        const [key, under] = own?.[place] ?? [`vs ${label}`, []];
        for (const day of days) keys.get(name)?.set(day, key);
        pair(depth + 1, under, days);
      });
    };
    pair(0, this.#days.current, this.#days.comparison);
    return keys;
  }
}

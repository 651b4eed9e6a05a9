import { FROM, MEASURES } from "../../support/oracle.ts";
import type {
  DayRange,
  PivotFilter,
} from "../../../web/src/pivot/state/pivot-state.ts";

import type { PivotCalendar } from "./pivot-calendar.ts";

export type Key = string | null;
export type Path = readonly Key[];
export type Values = Record<string, number | null>;

/** The facts under a path of an axis but for some members of its next level. */
export interface Rest {
  path: Path;
  except: Path;
}

export type Period = "current" | "comparison";

export interface FactsOptions {
  sql: (text: string) => Promise<Record<string, unknown>[]>;
  /** Names of dimensions, coarse to fine. */
  rows: readonly string[];
  columns: readonly string[];
  measures: readonly string[];
  filters: readonly PivotFilter[];
  dates: Record<Period, DayRange | null>;
  calendar: PivotCalendar;
}

const literal = (text: Key) =>
  `'${(text ?? "").replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
const all = (conditions: readonly string[]) =>
  conditions.length === 0 ? "true" : `(${conditions.join(" AND ")})`;

function condition(
  filter: PivotFilter,
  calendar: PivotCalendar,
  period: Period,
): string {
  if (filter.kind === "path") {
    const under = all(
      calendar
        .sqlOf(filter.dimensions, period)
        .map((sql, index) => `${sql} = ${literal(filter.path[index] ?? null)}`),
    );
    return filter.keep ? under : `NOT ${under}`;
  }
  const [key = ""] = calendar.sqlOf([filter.dimension], period);
  const [sql = ""] = calendar.sqlOf([filter.dimension], "current");
  const any = (test: (text: string) => string) =>
    `(${filter.values.map((value) => test(literal(value))).join(" OR ")})`;
  const list = filter.values.map(literal).join();
  const first = filter.values[0] ?? "";
  switch (filter.operator) {
    case "equals":
      return `${key} IN (${list})`;
    case "notEquals":
      return `${key} NOT IN (${list})`;
    case "contains":
      return any((text) => `positionCaseInsensitive(${sql}, ${text}) > 0`);
    case "notContains":
      return `NOT ${any((text) => `positionCaseInsensitive(${sql}, ${text}) > 0`)}`;
    case "startsWith":
      return any((text) => `startsWith(lower(${sql}), lower(${text}))`);
    case "endsWith":
      return any((text) => `endsWith(lower(${sql}), lower(${text}))`);
    case "set":
      return "true";
    case "notSet":
      return "false";
    case "gt":
      return `toFloat64(${sql}) > ${first}`;
    case "gte":
      return `toFloat64(${sql}) >= ${first}`;
    case "lt":
      return `toFloat64(${sql}) < ${first}`;
    case "lte":
      return `toFloat64(${sql}) <= ${first}`;
  }
}

/** @param keys SQL of the keys of an axis's levels */
const restOf = (keys: readonly string[], { path, except }: Rest): string[] => [
  ...path.map((key, index) => `${keys[index]} = ${literal(key)}`),
  `${keys[path.length]} NOT IN (${except.map(literal).join()})`,
];

const placeKey = (row: Path, column: Path) => JSON.stringify([row, column]);

/**
 * Every cell of a pivot from plain SQL: one statement groups the facts by each
 * pair of a depth on the rows and a depth on the columns.
 */
export class PivotFacts {
  readonly #options: FactsOptions;
  readonly #tables = new Map<string, Promise<Map<string, Values>>>();

  constructor(options: FactsOptions) {
    this.#options = options;
  }

  /** The measures of a cell; null = there are no facts. */
  async at(
    row: Path | Rest,
    column: Path | Rest,
    period: Period,
  ): Promise<Values | null> {
    const [rowRest, columnRest] = [row, column].map((place) =>
      "path" in place ? place : null,
    );
    const key = JSON.stringify([rowRest, columnRest, period]);
    let table = this.#tables.get(key);
    if (table === undefined) {
      table = this.#table(rowRest ?? null, columnRest ?? null, period);
      this.#tables.set(key, table);
    }
    return (
      (await table).get(
        placeKey("path" in row ? [] : row, "path" in column ? [] : column),
      ) ?? null
    );
  }

  /** The paths of an axis that have facts, at the other axis's total. */
  async paths(axis: "rows" | "columns", period: Period): Promise<Path[]> {
    await this.at([], [], period);
    const table = await this.#tables.get(JSON.stringify([null, null, period]));
    return [...(table?.keys() ?? [])].flatMap((key) => {
      const [row = [], column = []] = JSON.parse(key) as Path[];
      const [own, other] = axis === "rows" ? [row, column] : [column, row];
      return own.length > 0 && other.length === 0 ? [own] : [];
    });
  }

  async #table(
    rowRest: Rest | null,
    columnRest: Rest | null,
    period: Period,
  ): Promise<Map<string, Values>> {
    const { measures, filters, dates, sql, calendar } = this.#options;
    const rows = calendar.sqlOf(this.#options.rows, period);
    const columns = calendar.sqlOf(this.#options.columns, period);
    const [own, across] = [
      rowRest === null ? rows : [],
      columnRest === null ? columns : [],
    ];
    const days = dates[period];
    const where = all([
      ...filters.map((filter) => condition(filter, calendar, period)),
      ...(days === null
        ? []
        : [`t.trade_date BETWEEN '${days[0]}' AND '${days[1]}'`]),
      ...(rowRest === null ? [] : restOf(rows, rowRest)),
      ...(columnRest === null ? [] : restOf(columns, columnRest)),
    ]);
    const keys = [...own, ...across].map((key, i) => [
      `d${i}`,
      `${key} AS d${i}`,
      `grouping(d${i}) AS g${i}`,
    ]);
    const values = measures.map((name, i) => `${MEASURES[name]} AS m${i}`);
    const sets = Array.from({ length: own.length + 1 }, (_, i) =>
      Array.from(
        { length: across.length + 1 },
        (__, j) =>
          `(${keys
            .filter(
              (___, k) => k < i || (k >= own.length && k < own.length + j),
            )
            .map(([name]) => name)
            .join()})`,
      ),
    ).flat();
    const select = (grouped: boolean) =>
      `SELECT ${[...(grouped ? keys.flatMap(([, name, flag]) => [name, flag]) : []), ...values, "1"].join()} ${FROM} WHERE ${where}`;
    const valuesOf = (row: Record<string, unknown>): Values =>
      Object.fromEntries(
        measures.map((name, i) => {
          const value = row[`m${i}`];
          return [name, value === null ? null : Number(value)];
        }),
      );
    const grouped =
      keys.length === 0
        ? []
        : await sql(
            `${select(true)} GROUP BY GROUPING SETS (${sets.join()}) SETTINGS force_grouping_standard_compatibility = 0`,
          );
    const table = new Map(
      grouped.map((row) => {
        const path = (from: number, to: number): Path =>
          keys
            .slice(from, to)
            .flatMap((_, i) =>
              Number(row[`g${from + i}`]) === 1
                ? [String(row[`d${from + i}`])]
                : [],
            );
        const place = placeKey(
          path(0, own.length),
          path(own.length, keys.length),
        );
        return [place, valuesOf(row)];
      }),
    );
    // Without GROUP BY there is one row even where there are no facts.
    const total = placeKey([], []);
    if (!table.has(total)) {
      const [row = {}] = await sql(select(false));
      table.set(total, valuesOf(row));
    }
    return table;
  }
}

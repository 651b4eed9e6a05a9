import { keyOf, numberOf, type Row } from "../pivot/answer.ts";
import type { BasisMeasures } from "./basis.ts";
import { type RowDimension, trade } from "./members.ts";
import type { SortColumn } from "./state.ts";

export interface Carriers {
  /** Wrappers that carry the row. */
  count: number;
  /** The one that carries most, regardless of sign. */
  largest: string;
  amount: number;
}

/** One row of the table. Amounts are undefined until they are loaded. */
export interface Holding {
  key: string;
  direct: number | undefined;
  via: number | undefined;
  total: number | undefined;
  /** total ÷ total as traded; undefined when that is 0 or unknown. */
  share: number | undefined;
  /** undefined = not loaded; null = the list was cut off before it. */
  carriers: Carriers | null | undefined;
}

const amount = (row: Row, member: string): number | undefined =>
  member in row ? (numberOf(row, member) ?? 0) : undefined;

export const shareOf = (
  part: number | undefined,
  whole: number | undefined,
): number | undefined =>
  part === undefined || whole === undefined || whole === 0
    ? undefined
    : part / whole;

/** Row key → its carriers; a row that the cut may have reached is null. */
export function readCarriers(
  rows: readonly Row[],
  dimension: RowDimension,
  via: string,
  truncated: boolean,
): Map<string, Carriers | null> {
  const found = new Map<string, Carriers | null>();
  for (const row of rows) {
    const key = keyOf(row, trade(dimension)) ?? "";
    const carried = numberOf(row, via) ?? 0;
    const known = found.get(key);
    const larger = !known || Math.abs(carried) > Math.abs(known.amount);
    found.set(key, {
      count: (known?.count ?? 0) + 1,
      largest: larger ? (keyOf(row, trade("symbol")) ?? "") : known.largest,
      amount: larger ? carried : known.amount,
    });
  }
  const last = rows.at(-1);
  if (truncated && last !== undefined) {
    found.set(keyOf(last, trade(dimension)) ?? "", null);
  }
  return found;
}

export interface HoldingsInput {
  rows: readonly Row[];
  dimension: RowDimension;
  measures: BasisMeasures;
  total: number | undefined;
  /** Undefined = still loading. */
  carriers: ReadonlyMap<string, Carriers | null> | undefined;
  /** Rows are cut off, so that rows without carriers may have some. */
  carriersTruncated: boolean;
}

const NO_CARRIERS: Carriers = { count: 0, largest: "", amount: 0 };

/** Rows of the look-through table, in the order the server gave. */
export const assembleHoldings = ({
  rows,
  dimension,
  measures,
  total,
  carriers,
  carriersTruncated,
}: HoldingsInput): Holding[] =>
  rows.map((row) => {
    const key = keyOf(row, trade(dimension)) ?? "";
    const held = amount(row, measures.held);
    const via = amount(row, measures.via);
    return {
      key,
      via,
      total: held,
      direct: held === undefined || via === undefined ? undefined : held - via,
      share: shareOf(held, total),
      carriers:
        carriers === undefined
          ? undefined
          : (carriers.get(key) ?? (carriersTruncated ? null : NO_CARRIERS)),
    };
  });

/** Rows as traded: one amount, and wrappers among them. */
export const assembleTraded = (
  rows: readonly Row[],
  dimension: RowDimension,
  measures: BasisMeasures,
  total: number | undefined,
): Holding[] =>
  rows.map((row) => {
    const traded = amount(row, measures.total);
    return {
      key: keyOf(row, trade(dimension)) ?? "",
      direct: traded,
      via: undefined,
      total: traded,
      share: shareOf(traded, total),
      carriers: undefined,
    };
  });

/** Columns the server cannot order by: they are differences and counts of the page. */
export const isSortedHere = (column: SortColumn): boolean =>
  column === "direct" || column === "wrappers";

/** Orders a complete list by a column of {@link isSortedHere}. */
export function sortHere(
  rows: readonly Holding[],
  column: SortColumn,
  descending: boolean,
): Holding[] {
  const value = (row: Holding) =>
    column === "wrappers" ? (row.carriers?.count ?? 0) : (row.direct ?? 0);
  const sign = descending ? -1 : 1;
  return rows.toSorted(
    (a, b) => sign * (value(a) - value(b)) || (a.key < b.key ? -1 : 1),
  );
}

export interface WrapperPosition {
  symbol: string;
  position: number;
  via: number;
  unmapped: number;
}

export const readWrappers = (
  rows: readonly Row[],
  measures: BasisMeasures,
): WrapperPosition[] =>
  rows.map((row) => ({
    symbol: keyOf(row, trade("symbol")) ?? "",
    position: numberOf(row, measures.total) ?? 0,
    via: numberOf(row, measures.via) ?? 0,
    unmapped: numberOf(row, measures.unmapped) ?? 0,
  }));

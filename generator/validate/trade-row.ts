import {
  COLUMNS,
  DECIMAL_NAMES,
  type DecimalColumn,
  type TextColumn,
} from "../columns.ts";

/** One line of a trades file. */
export interface TradeRow {
  line: number;
  fields: readonly string[];
  text: (column: TextColumn | "trade_date" | "ts") => string;
  number: (column: DecimalColumn) => number;
}

const PLACE = new Map(COLUMNS.map((name, index) => [name, index]));
const FIRST_NUMBER = COLUMNS.length - DECIMAL_NAMES.length;
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/;

/** A row of fields; undefined when it has not 55 of them or a number is none. */
export function tradeRow(
  line: number,
  fields: readonly string[],
): TradeRow | undefined {
  if (fields.length !== COLUMNS.length) return undefined;
  for (let place = FIRST_NUMBER; place < fields.length; place++) {
    if (!NUMBER.test(fields[place]!)) return undefined;
  }
  return {
    line,
    fields,
    text: (column) => fields[PLACE.get(column)!]!,
    number: (column) => Number(fields[PLACE.get(column)!]),
  };
}

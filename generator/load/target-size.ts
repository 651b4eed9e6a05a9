import { COLUMN_TYPES } from "../column-types.ts";
import { HOLDINGS } from "../positions.ts";

/** Bytes of a value before compression; a dictionary's index has one. */
const BYTES: Record<string, number> = {
  Date: 2,
  UInt32: 4,
  "LowCardinality(String)": 1,
};

const ROW_BYTES = Object.values(COLUMN_TYPES).reduce(
  (sum, type) => sum + (BYTES[type] ?? 8),
  0,
);

/** Instruments are drawn uniformly, see data model: 54/29. */
const ROWS_PER_TRADE =
  HOLDINGS.reduce((sum, { count }) => sum + 1 + count, 0) / HOLDINGS.length;

/** Trades whose rows in trades_1d take up `bytes` before compression, about. */
export const tradesOfSize = (bytes: number, explode: boolean): number =>
  Math.round(bytes / (ROW_BYTES * (explode ? ROWS_PER_TRADE : 1)));

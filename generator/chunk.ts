import {
  DECIMAL_NAMES,
  type DecimalColumn,
  type Slot,
  SLOTS,
} from "./columns.ts";

/** Rows of one chunk, column by column. Filled again and again: copy to keep. */
export interface Chunk {
  rows: number;
  /** Trading day of every row, `YYYY-MM-DD`. */
  date: string;
  /** Milliseconds since midnight UTC. */
  time: Float64Array;
  /** Dictionary index of every text column, shared by the columns of a slot. */
  index: Record<Slot, Uint16Array>;
  /** Whole multiples of the last decimal, see DECIMAL_COLUMNS. */
  decimal: Record<DecimalColumn, Float64Array>;
}

const record = <K extends string, V>(keys: readonly K[], make: () => V) =>
  Object.fromEntries(keys.map((key) => [key, make()])) as Record<K, V>;

/** An empty chunk with room for `capacity` rows. */
export const allocateChunk = (capacity: number): Chunk => ({
  rows: 0,
  date: "",
  time: new Float64Array(capacity),
  index: record(SLOTS, () => new Uint16Array(capacity)),
  decimal: record(DECIMAL_NAMES, () => new Float64Array(capacity)),
});

import type { RowBatch } from "./result.ts";

/** Reads rows in portions of another size than they come in. */
export class RowReader {
  readonly #source: AsyncIterator<RowBatch>;
  #batch: RowBatch | undefined;
  #from = 0;

  constructor(rows: AsyncIterable<RowBatch>) {
    this.#source = rows[Symbol.asyncIterator]();
  }

  /** Bytes of rows that have come and were not taken. */
  get heldBytes(): number {
    return this.#batch?.bytes.length ?? 0;
  }

  /**
   * @param most rows; a portion may have fewer
   * @returns undefined at the end
   */
  async take(most: number): Promise<RowBatch | undefined> {
    while (this.#batch === undefined) {
      const next = await this.#source.next();
      if (next.done === true) return undefined;
      if (next.value.ends.length === 0) continue;
      this.#batch = next.value;
      this.#from = 0;
    }
    const batch = this.#batch;
    const from = this.#from;
    const to = Math.min(batch.ends.length, from + most);
    this.#from = to;
    if (to === batch.ends.length) this.#batch = undefined;
    return rowsOf(batch, from, to);
  }

  async stop(): Promise<void> {
    this.#batch = undefined;
    await this.#source.return?.();
  }
}

/** The rows from one to another, counted from 0. */
export function rowsOf(batch: RowBatch, from: number, to: number): RowBatch {
  const { bytes, ends } = batch;
  if (from === 0 && to === ends.length) return batch;
  const start = startOf(batch, from);
  return {
    bytes: bytes.subarray(start, startOf(batch, to)),
    ends: Array.from(
      { length: to - from },
      (_, row) => ends[from + row]! - start,
    ),
  };
}

/** The same rows in the opposite order. */
export function reversed(batch: RowBatch): RowBatch {
  let at = 0;
  const rows = Array.from(batch.ends, (end, row) =>
    batch.bytes.subarray(startOf(batch, row), end),
  ).reverse();
  return {
    bytes: Buffer.concat(rows),
    ends: rows.map(({ length }) => (at += length)),
  };
}

const startOf = ({ ends }: RowBatch, row: number): number =>
  row === 0 ? 0 : ends[row - 1]!;

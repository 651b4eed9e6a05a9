import type { RowBatch } from "./result.ts";

/** Reads rows in portions of another size than they come in. */
export class RowReader {
  readonly #source: AsyncIterator<RowBatch>;
  #batch: RowBatch | undefined;
  #from = 0;

  constructor(rows: AsyncIterable<RowBatch>) {
    this.#source = rows[Symbol.asyncIterator]();
  }

  /**
   * @param most rows; a portion may have fewer
   * @returns undefined at the end
   */
  async take(most: number): Promise<RowBatch | undefined> {
    while (this.#batch === undefined || this.#from >= this.#batch.ends.length) {
      const next = await this.#source.next();
      if (next.done === true) return undefined;
      this.#batch = next.value;
      this.#from = 0;
    }
    const { bytes, ends } = this.#batch;
    const to = Math.min(ends.length, this.#from + most);
    const start = this.#from === 0 ? 0 : ends[this.#from - 1]!;
    const portion: RowBatch = {
      bytes: bytes.subarray(start, ends[to - 1]),
      ends: Array.from(
        { length: to - this.#from },
        (_, row) => ends[this.#from + row]! - start,
      ),
    };
    this.#from = to;
    return portion;
  }

  async stop(): Promise<void> {
    await this.#source.return?.();
  }
}

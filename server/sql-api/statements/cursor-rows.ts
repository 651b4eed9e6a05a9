import type { RowBatch } from "../result.ts";
import { type RowReader, reversed, rowsOf } from "../row-reader.ts";
import { SqlError } from "../sql-error.ts";
import type { HeldBytes } from "./held-bytes.ts";

/** Rows of a cursor by their places, from 1. */
export interface CursorRows {
  /**
   * Rows from a place on, at least one; undefined beyond the last.
   *
   * @throws SqlError 54000 when they are more than may be kept
   */
  from(place: number, most: number): Promise<RowBatch | undefined>;
  /**
   * Rows that have come, last one first: those before a place, down to another.
   *
   * @throws SqlError 55000 when none are kept
   */
  back(before: number, downTo: number): Iterable<RowBatch>;
  /** Gives up what is kept. */
  forget(): void;
}

/** Of a cursor that only goes forward, and takes no memory. */
export class PassingRows implements CursorRows {
  #count = 0;
  readonly #reader: Pick<RowReader, "take">;

  constructor(reader: Pick<RowReader, "take">) {
    this.#reader = reader;
  }

  async from(place: number, most: number): Promise<RowBatch | undefined> {
    if (place <= this.#count) throw forwardOnly();
    const batch = await this.#reader.take(most);
    this.#count += batch?.ends.length ?? 0;
    return batch;
  }

  back(): Iterable<RowBatch> {
    throw forwardOnly();
  }

  forget(): void {
    // Nothing is kept.
  }
}

/** Of a cursor that goes anywhere: they are kept as they come. */
export class ScrollRows implements CursorRows {
  #count = 0;
  readonly #reader: Pick<RowReader, "take">;
  readonly #held: HeldBytes;
  /** Each with the number of rows before it. */
  readonly #batches: { before: number; batch: RowBatch }[] = [];

  constructor(reader: Pick<RowReader, "take">, held: HeldBytes) {
    this.#reader = reader;
    this.#held = held;
  }

  async from(place: number, most: number): Promise<RowBatch | undefined> {
    if (place > this.#count && !(await this.#load())) return undefined;
    const { before, batch } = this.#batches[this.#batchOf(place)]!;
    const first = place - 1 - before;
    return rowsOf(batch, first, Math.min(batch.ends.length, first + most));
  }

  *back(before: number, downTo: number): Iterable<RowBatch> {
    for (let next = before; next > downTo;) {
      const { before: start, batch } = this.#batches[this.#batchOf(next - 1)]!;
      const first = Math.max(start + 1, downTo);
      yield reversed(rowsOf(batch, first - 1 - start, next - 1 - start));
      next = first;
    }
  }

  forget(): void {
    for (const { batch } of this.#batches.splice(0)) {
      this.#held.release(batch.bytes.length);
    }
  }

  /** @returns whether there was another batch */
  async #load(): Promise<boolean> {
    const batch = await this.#reader.take(Infinity);
    if (batch === undefined) return false;
    this.#held.hold(batch.bytes.length);
    this.#batches.push({ before: this.#count, batch });
    this.#count += batch.ends.length;
    return true;
  }

  /** Where a row is that has come. */
  #batchOf(place: number): number {
    let [low, high] = [0, this.#batches.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#batches[middle]!.before < place) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

export const forwardOnly = (): SqlError =>
  new SqlError("55000", "cursor can only scan forward", {
    hint: "Declare it with SCROLL option to enable backward scan.",
  });

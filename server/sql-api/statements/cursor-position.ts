import type { RowBatch } from "../result.ts";
import type { CursorRows } from "./cursor-rows.ts";
import { forwardOnly } from "./cursor-rows.ts";

/** What FETCH and MOVE say; Infinity for ALL. */
export interface Movement {
  direction: "forward" | "backward" | "absolute" | "relative";
  count: number;
}

/**
 * Where a cursor is among its rows, and how it moves, as `DoPortalRunFetch` in
 * pquery.c of Postgres: 0 is before the first row.
 */
export class CursorPosition {
  readonly #rows: CursorRows;
  readonly #scroll: boolean;
  #place = 0;
  /** After the last row, which is known once one more was asked for. */
  #atEnd = false;

  constructor(rows: CursorRows, scroll: boolean) {
    this.#rows = rows;
    this.#scroll = scroll;
  }

  /**
   * The rows that a movement passes, those of FETCH; the cursor goes on as they are read.
   *
   * @throws SqlError 55000 for backwards without SCROLL, 54000
   */
  async *move({ direction, count }: Movement): AsyncGenerator<RowBatch> {
    switch (direction) {
      case "forward":
      case "backward": {
        const steps = direction === "forward" ? count : -count;
        if (steps === 0) yield* this.#again();
        else yield* this.#go(steps);
        break;
      }
      case "relative":
        if (count === 0) yield* this.#again();
        else yield* this.#lastOf(count);
        break;
      case "absolute":
        if (count < 0) {
          if (!this.#scroll) throw forwardOnly();
          await passed(this.#forward(Infinity));
          yield* this.#lastOf(count);
        } else {
          await this.#goTo(count - 1);
          if (count > 0) yield* this.#forward(1);
        }
    }
  }

  /** Whether `FETCH 0` would give a row. */
  get onRow(): boolean {
    return this.#place > 0 && !this.#atEnd;
  }

  get untouched(): boolean {
    return this.#place === 0 && !this.#atEnd;
  }

  #go(steps: number): AsyncIterable<RowBatch> | Iterable<RowBatch> {
    return steps > 0 ? this.#forward(steps) : this.#backward(-steps);
  }

  /** Passes all but the last of some steps. */
  async *#lastOf(steps: number): AsyncGenerator<RowBatch> {
    const direction = Math.sign(steps);
    if (Math.abs(steps) > 1) await passed(this.#go(steps - direction));
    yield* this.#go(direction);
  }

  /** The row it is on. */
  async *#again(): AsyncGenerator<RowBatch> {
    if (!this.onRow) return;
    if (!this.#scroll) throw forwardOnly();
    yield (await this.#rows.from(this.#place, 1))!;
  }

  async *#forward(steps: number): AsyncGenerator<RowBatch> {
    for (let left = steps; left > 0 && !this.#atEnd;) {
      const batch = await this.#rows.from(this.#place + 1, left);
      if (batch === undefined) {
        this.#atEnd = true;
        return;
      }
      const rows = batch.ends.length;
      this.#place += rows;
      left -= rows;
      yield batch;
    }
  }

  *#backward(steps: number): Generator<RowBatch> {
    if (!this.#scroll) throw forwardOnly();
    const before = this.#atEnd ? this.#place + 1 : this.#place;
    this.#place = Math.max(0, before - steps);
    this.#atEnd = false;
    yield* this.#rows.back(before, Math.max(1, this.#place));
  }

  /** So that the next row is the one after a place. */
  async #goTo(place: number): Promise<void> {
    const steps = Math.max(0, place) - this.#place;
    const stays = steps === 0 && !this.#atEnd && place >= 0;
    if (stays || (this.untouched && place < 0)) return;
    if (steps > 0) {
      await passed(this.#forward(steps));
      return;
    }
    if (!this.#scroll) throw forwardOnly();
    this.#place += steps;
    this.#atEnd = false;
  }
}

async function passed(
  rows: AsyncIterable<RowBatch> | Iterable<RowBatch>,
): Promise<void> {
  // The rows themselves are of no interest.
  for await (const { ends } of rows) void ends;
}

import type { RowBatch } from "../result.ts";
import type { HeldBytes } from "./held-bytes.ts";

/** The rows of one FETCH, made as they are read. */
export class CursorFetch {
  readonly #source: AsyncGenerator<RowBatch>;
  readonly #held: HeldBytes;
  readonly #waiting: RowBatch[] = [];
  /** Nobody reads them any more. */
  #left = false;

  constructor(source: AsyncGenerator<RowBatch>, held: HeldBytes) {
    this.#source = source;
    this.#held = held;
  }

  /** Reads the first of them, so that what it throws is known before they are announced. */
  async begin(): Promise<void> {
    const batch = await this.#next();
    if (batch !== undefined) this.#wait(batch);
  }

  /** To be read once. Not read to their end, the cursor goes past them later. */
  async *rows(): AsyncGenerator<RowBatch> {
    try {
      for (;;) {
        const batch = this.#takeWaiting() ?? (await this.#next());
        if (batch === undefined) return;
        yield batch;
      }
    } finally {
      this.#left = true;
      while (this.#takeWaiting() !== undefined);
    }
  }

  /**
   * Moves the cursor past all of them, as a FETCH does that has run. Who is amid
   * reading them may go on.
   *
   * @throws SqlError 54000
   */
  async finish(): Promise<void> {
    for (;;) {
      const batch = await this.#next();
      if (batch === undefined) return;
      if (!this.#left) this.#wait(batch);
    }
  }

  #wait(batch: RowBatch): void {
    this.#held.hold(batch.bytes.length);
    this.#waiting.push(batch);
  }

  async #next(): Promise<RowBatch | undefined> {
    const next = await this.#source.next();
    return next.done === true ? undefined : next.value;
  }

  #takeWaiting(): RowBatch | undefined {
    const batch = this.#waiting.shift();
    if (batch !== undefined) this.#held.release(batch.bytes.length);
    return batch;
  }
}

import { SqlError } from "../sql-error.ts";

/** Bytes of rows that the cursors of one session keep, all together. */
export class HeldBytes {
  readonly #most: number;
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** @throws SqlError 54000 when they are too many, which are then not held */
  hold(bytes: number): void {
    if (this.#bytes + bytes > this.#most) {
      throw new SqlError(
        "54000",
        `the cursors of a session keep at most ${this.#most} bytes of rows`,
        {
          hint: "declare them NO SCROLL and read them forward, or select less",
        },
      );
    }
    this.#bytes += bytes;
  }

  release(bytes: number): void {
    this.#bytes -= bytes;
  }
}

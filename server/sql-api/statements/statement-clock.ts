import { SqlError } from "../sql-error.ts";

/**
 * The time of one statement, at whose end its signal aborts: `statement_timeout`.
 * As in Postgres, each Execute of a portal has all of it. What passes while the
 * statement waits for a thread, which may just have been taken from another one, is
 * not its own.
 */
export class StatementClock {
  readonly signal: AbortSignal;
  readonly #milliseconds: number | undefined;
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  /** Undefined while it does not run. */
  #left: number | undefined;
  #countedFrom = 0;
  #waits = 0;

  /** @param milliseconds undefined for no limit */
  constructor(milliseconds: number | undefined, signal: AbortSignal) {
    this.#milliseconds = milliseconds;
    this.signal =
      milliseconds === undefined
        ? signal
        : AbortSignal.any([signal, this.#abort.signal]);
  }

  /** From now on it has all of its time. */
  start(): void {
    this.stop();
    this.#left = this.#milliseconds;
    if (this.#waits === 0) this.#count();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#left = undefined;
  }

  /** @returns to be called when it does not wait any more, any number of times */
  wait(): () => void {
    if (this.#waits++ === 0 && this.#left !== undefined) {
      clearTimeout(this.#timer);
      this.#left -= performance.now() - this.#countedFrom;
    }
    let waits = true;
    return () => {
      if (waits && --this.#waits === 0) this.#count();
      waits = false;
    };
  }

  #count(): void {
    if (this.#left === undefined) return;
    this.#countedFrom = performance.now();
    this.#timer = setTimeout(
      () =>
        this.#abort.abort(
          new SqlError("57014", "canceling statement due to statement timeout"),
        ),
      this.#left,
    ).unref();
  }
}

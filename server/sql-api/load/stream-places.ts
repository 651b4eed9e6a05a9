import { SqlError } from "../sql-error.ts";
import { unlessAborted } from "./ask-cube.ts";

/**
 * A stream has one of the ten places of Cube's queue for as long as a client reads from
 * it, or does not: the others are left to queries that end by themselves.
 */
const PLACES = 8;

/** Milliseconds to wait for one of them. */
const PATIENCE_MS = 10_000;

/** A limited number of places, given in the order in which they were asked for. */
export class StreamPlaces {
  readonly #places: number;
  readonly #patience: number;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(places = PLACES, patience = PATIENCE_MS) {
    this.#places = places;
    this.#patience = patience;
    this.#free = places;
  }

  /** @throws SqlError 53300 when there is none for too long, or the signal's */
  async take(signal: AbortSignal): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    let enter = () => {};
    let timer: NodeJS.Timeout | undefined;
    const entered = new Promise<void>((resolve, reject) => {
      enter = resolve;
      timer = setTimeout(() => reject(this.#full()), this.#patience);
    });
    this.#waiting.push(enter);
    try {
      await unlessAborted(entered, signal);
    } catch (error) {
      const place = this.#waiting.indexOf(enter);
      // It may have been given one in the same moment.
      if (place < 0) this.give();
      else this.#waiting.splice(place, 1);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }

  #full(): SqlError {
    return new SqlError(
      "53300",
      `${this.#places} large results are being read already`,
      {
        hint: "read them to their end or close them, or ask for fewer rows with LIMIT",
      },
    );
  }
}

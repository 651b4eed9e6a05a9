import type { Progress } from "../pivot/grid/ask.ts";

/** The questions of a part of the page that have no answer yet. */
export class Underway {
  readonly #questions = new Map<symbol, Progress>();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The one that was asked first; undefined = all are answered. */
  readonly longest = (): Progress | undefined =>
    // Maps keep the order in which their keys came.
    this.#questions.values().next().value;

  /**
   * Takes note of a question for as long as it is under way.
   *
   * @param put asks it, and tells what the server does meanwhile
   */
  async run<T>(
    signal: AbortSignal,
    put: (onStage: (stage: string) => void) => Promise<T>,
  ): Promise<T> {
    const key = Symbol("question");
    const since = performance.now();
    const end = () => {
      if (this.#questions.delete(key)) this.#notify();
    };
    this.#questions.set(key, { since, stage: undefined });
    this.#notify();
    // An aborted request may go on for a while.
    signal.addEventListener("abort", end, { once: true });
    try {
      return await put((stage) => {
        if (!this.#questions.has(key)) return;
        this.#questions.set(key, { since, stage });
        this.#notify();
      });
    } finally {
      signal.removeEventListener("abort", end);
      end();
    }
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}

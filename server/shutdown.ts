import { errorMessage } from "../base/errors.ts";
import type { Log } from "./log.ts";

/** Stops what was started so far, in reverse, also in the middle of a start. */
export class Shutdown {
  readonly #abort = new AbortController();
  readonly #parts: (() => Promise<void>)[] = [];
  /** The part that is being started, if any: it must end before it can be stopped. */
  #starting: Promise<unknown> = Promise.resolve();

  /** Aborts when the stop begins. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /**
   * A part that is being started, with how to stop it.
   *
   * @throws when the stop has begun; the part is then stopped with the others
   */
  async part<T>(
    starting: Promise<T>,
    stop: (part: T) => Promise<void>,
  ): Promise<T> {
    const started = starting.then((part) => {
      this.#parts.push(() => stop(part));
      return part;
    });
    this.#starting = started.catch(() => undefined);
    const part = await started;
    this.signal.throwIfAborted();
    return part;
  }

  /** Work that leaves nothing to stop: given up as soon as the stop begins. */
  async orAbort<T>(work: Promise<T>): Promise<T> {
    const { signal } = this;
    let abandon = () => {};
    const aborted = new Promise<never>((_resolve, reject) => {
      abandon = () => reject(new Error("stopped"));
      signal.addEventListener("abort", abandon, { once: true });
    });
    try {
      signal.throwIfAborted();
      return await Promise.race([work, aborted]);
    } finally {
      signal.removeEventListener("abort", abandon);
    }
  }

  async stop(log: Log): Promise<void> {
    this.#abort.abort();
    await this.#starting;
    for (const part of this.#parts.splice(0).reverse()) {
      try {
        await part();
      } catch (error) {
        log.error("a part did not stop", { error: errorMessage(error) });
      }
    }
  }
}

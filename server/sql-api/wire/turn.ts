import { setImmediate } from "node:timers/promises";

/** Milliseconds that one connection may keep the event loop. */
const TURN_MS = 10;

/**
 * Gives other connections their turn. Messages that were sent at once and rows that
 * are ready in memory are otherwise worked off without the event loop ever seeing a
 * cancel request, another client or the end of this one.
 */
export class Turn {
  #since = performance.now();

  get over(): boolean {
    return performance.now() - this.#since > TURN_MS;
  }

  async end(): Promise<void> {
    await setImmediate();
    this.#since = performance.now();
  }
}

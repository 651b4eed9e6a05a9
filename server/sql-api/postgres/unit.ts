import { SqlError } from "../sql-error.ts";
import type { PgSession } from "./database.ts";
import type { Reply, Request } from "./thread-messages.ts";

/** Milliseconds a statement has to end by itself before its thread is ended. */
const GRACE = 100;

export interface UnitOptions {
  session: PgSession;
  /** Milliseconds from when it is run. */
  timeout: number;
  signal: AbortSignal;
  /** Called when it is run: until then nothing is copied. */
  build: () => Request["unit"];
}

export interface UnitOutcome {
  /** Of a result or of settings. May throw SqlError. */
  resolve: (reply: Reply) => void;
  reject: (error: Error) => void;
  /** It was given up before it was run. */
  onAbort: (unit: Unit) => void;
}

/**
 * A call of a Database: waits in a queue, is run, from its beginning if it was
 * interrupted, and settles once.
 */
export class Unit {
  readonly session: PgSession;
  readonly build: () => Request["unit"];
  /** Whether it was interrupted, and lets those go first that were not. */
  interrupted = false;
  readonly #timeout: number;
  readonly #outcome: UnitOutcome;
  readonly #unlisten: () => void;
  #settled = false;
  #timer: NodeJS.Timeout | undefined;
  /** Ends the thread that runs it. */
  #kill: (() => void) | undefined;
  #waited: (() => void) | undefined;

  constructor(
    { session, build, timeout, signal }: UnitOptions,
    outcome: UnitOutcome,
  ) {
    this.session = session;
    this.build = build;
    this.#timeout = timeout;
    this.#outcome = outcome;
    const abort = () => this.#abort();
    this.#unlisten = () => signal.removeEventListener("abort", abort);
    signal.addEventListener("abort", abort, { once: true });
    this.#waited = session.onWait?.();
    if (signal.aborted) abort();
  }

  get settled(): boolean {
    return this.#settled;
  }

  /** @param kill ends the thread; called when the unit takes too long */
  start(kill: () => void): void {
    this.#waited?.();
    this.#kill = kill;
    this.#timer = setTimeout(() => {
      this.reject(
        new SqlError("57014", "canceling statement due to statement timeout"),
      );
      kill();
    }, this.#timeout);
  }

  /** It has been run, whatever came of it. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#kill = undefined;
  }

  /** Waits again. It only reads, so that it may. */
  interrupt(): void {
    this.interrupted = true;
    this.#waited = this.session.onWait?.();
  }

  answer(reply: Reply): void {
    if (this.#settled) return;
    if (reply.kind === "error" || reply.kind === "broken") {
      const { code, message, ...fields } = reply.error;
      this.reject(new SqlError(code, message, fields));
      return;
    }
    try {
      this.#outcome.resolve(reply);
      this.#settle();
    } catch (error) {
      this.reject(error as Error);
    }
  }

  reject(error: Error): void {
    if (this.#settled) return;
    this.#settle();
    this.#outcome.reject(error);
  }

  #settle(): void {
    this.#settled = true;
    this.#waited?.();
    this.#unlisten();
  }

  #abort(): void {
    this.reject(
      new SqlError("57014", "canceling statement due to user request"),
    );
    if (this.#kill === undefined) {
      this.#outcome.onAbort(this);
      return;
    }
    // Most statements are over sooner than another thread could start.
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#kill, GRACE);
  }
}

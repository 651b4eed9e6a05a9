import { errorMessage } from "../../../base/errors.ts";
import { SqlError } from "../sql-error.ts";
import type { PgSession } from "./database.ts";
import type { Runner } from "./shadow-database.ts";
import type { Holder, Slots } from "./slots.ts";
import type { PgThread } from "./thread.ts";
import type { Reply, SessionSwitch } from "./thread-messages.ts";
import { Unit, type UnitOptions } from "./unit.ts";

/** Milliseconds after which a database that always has work gives way to one that waits. */
const TURN = 1000;

export interface RunnerOptions {
  slots: Slots;
  start: () => Promise<PgThread>;
  /** Bytes of memory beyond which a new thread takes over: none is ever given back. */
  recycleAbove: number;
}

/**
 * Runs the units of one database in the order they came, in a thread that is
 * started when there is work and replaced whenever it has ended. A thread that
 * ends takes only the unit with it that it was running.
 */
export class ThreadRunner implements Runner, Holder {
  busy = false;
  /** When the last unit ended, by `performance.now()`. */
  lastUsed = performance.now();
  readonly #options: RunnerOptions;
  readonly #queue: Unit[] = [];
  #thread: PgThread | undefined;
  #heldSince = 0;
  #session: PgSession | undefined;
  #closed = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Whether it has a thread or work. */
  get active(): boolean {
    return this.busy || this.#thread !== undefined;
  }

  run<T>(options: UnitOptions, read: (reply: Reply) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw closedError();
      const unit = new Unit(options, {
        resolve: (reply) => resolve(read(reply)),
        reject,
        onAbort: (given) => {
          const place = this.#queue.indexOf(given);
          if (place >= 0) this.#queue.splice(place, 1);
        },
      });
      if (unit.settled) return;
      this.#queue.push(unit);
      if (!this.busy) void this.#work();
    });
  }

  async stop(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    this.#session = undefined;
    await thread?.end();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#rejectAll(closedError());
    await this.stop();
  }

  async #work(): Promise<void> {
    const { slots } = this.#options;
    this.busy = true;
    while (this.#queue.length > 0) {
      try {
        await slots.take(this);
        await this.#start();
      } catch (cause) {
        this.#rejectAll(this.#closed ? closedError() : startError(cause));
        break;
      }
      const unit = this.#queue.shift();
      if (unit !== undefined) await this.#runUnit(unit);
      if (slots.contended && performance.now() - this.#heldSince > TURN) {
        slots.give(this);
      }
    }
    this.busy = false;
    this.lastUsed = performance.now();
    slots.give(this);
  }

  async #start(): Promise<void> {
    if (this.#closed) throw closedError();
    if (this.#thread?.alive === true) return;
    await this.stop();
    const thread = await this.#options.start();
    if (this.#closed) {
      await thread.end();
      throw closedError();
    }
    this.#thread = thread;
    this.#heldSince = performance.now();
  }

  async #runUnit(unit: Unit): Promise<void> {
    const thread = this.#thread!;
    try {
      const request = { switchTo: this.#switchTo(unit), unit: unit.build() };
      unit.start(() => void thread.end());
      const reply = await thread.run(request);
      unit.answer(reply);
      await this.#after(unit, reply);
    } catch (error) {
      unit.reject(this.#closed ? closedError() : asSqlError(error));
      if (!thread.alive) await this.stop();
    } finally {
      unit.stop();
    }
  }

  /** Keeps what is needed to know whose the thread is, and ends it where it has to be. */
  async #after(unit: Unit, reply: Reply): Promise<void> {
    const memory = "memory" in reply ? reply.memory : Infinity;
    const outOfMemory = reply.kind === "error" && reply.error.code === "53200";
    if (outOfMemory || memory > this.#options.recycleAbove) {
      await this.stop();
      return;
    }
    // An error may be one of the switch.
    const isWhose = reply.kind === "result";
    this.#session = isWhose ? unit.session : undefined;
  }

  #switchTo({ session }: Unit): SessionSwitch | undefined {
    const last = this.#session;
    const isSame =
      last !== undefined &&
      last.id === session.id &&
      last.settings === session.settings &&
      last.user === session.user &&
      last.database === session.database;
    if (isSame) return undefined;
    const { user, database, settings } = session;
    return { user, database, settings };
  }

  #rejectAll(error: Error): void {
    for (const unit of this.#queue.splice(0)) unit.reject(error);
  }
}

export const closedError = (): SqlError =>
  new SqlError("57P01", "terminating connection due to administrator command", {
    hint: "the server is stopping",
  });

const startError = (cause: unknown): SqlError =>
  cause instanceof SqlError
    ? cause
    : new SqlError("58000", errorMessage(cause), {
        hint: "the next statement tries again",
        cause,
      });

/** Why a thread that was running a statement has ended. */
function asSqlError(cause: unknown): SqlError {
  if (cause instanceof SqlError) return cause;
  const code = (cause as NodeJS.ErrnoException | null)?.code;
  return code === "ERR_WORKER_OUT_OF_MEMORY"
    ? new SqlError("53200", "out of memory", {
        hint: "make the statement read or produce less at a time",
        cause,
      })
    : new SqlError(
        "57P02",
        "the database ended while it was running the statement",
        {
          detail: errorMessage(cause),
          hint: "run the statement again",
          cause,
        },
      );
}

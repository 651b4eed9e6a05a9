import { errorMessage } from "../../../base/errors.ts";
import { SqlError } from "../sql-error.ts";
import type { PgSession } from "./database.ts";
import type { Holder, Slots } from "./slots.ts";
import type { PgThread } from "./thread.ts";
import type { Reply, SessionSwitch } from "./thread-messages.ts";
import type { Unit } from "./unit.ts";

/** Milliseconds after which a lane that always has work gives way to one that waits. */
const TURN = 1000;

/** Milliseconds after which a unit no longer keeps those behind it waiting. */
const SLOW = 100;

export interface LaneOptions {
  slots: Slots;
  start: () => Promise<PgThread>;
  /** Bytes of memory beyond which a new thread takes over: none is ever given back. */
  recycleAbove: number;
  /** Units that wait for any lane of the database. */
  queue: Unit[];
  /** The unit at work takes long: another lane may run the next one. */
  onSlow: () => void;
  /** It is at work no more. */
  onIdle: () => void;
  /** Its thread has ended: what waits is sooner done where there is one. */
  onLost: () => void;
}

/**
 * Runs units of one database one after the other, in a thread that is started when
 * there is work and replaced whenever it has ended. A thread that ends takes only
 * the unit with it that it was running.
 */
export class Lane implements Holder {
  busy = false;
  lastUsed = performance.now();
  runningSince: number | undefined;
  /** Whether the unit at work takes long. */
  slow = false;
  /** Whether it starts a thread that nobody waits for yet. */
  warming = false;
  readonly #options: LaneOptions;
  #thread: PgThread | undefined;
  #heldSince = 0;
  /** Whose settings the thread has. */
  #session: PgSession | undefined;
  #unit: Unit | undefined;
  #closed = false;
  #warmed: Promise<void> | undefined;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** Whether it has a thread or work. */
  get active(): boolean {
    return this.busy || this.#thread !== undefined;
  }

  get urgent(): boolean {
    return this.#options.queue.some(({ interrupted }) => !interrupted);
  }

  /** Runs what waits, until nothing does or its thread has ended. */
  async work(): Promise<void> {
    const { slots, queue } = this.#options;
    this.busy = true;
    while (queue.length > 0) {
      try {
        await slots.take(this);
        await this.#start();
      } catch (cause) {
        const error = this.#closed ? closedError() : startError(cause);
        for (const unit of queue.splice(0)) unit.reject(error);
        break;
      }
      const unit = this.#takeUnit();
      if (unit !== undefined) await this.#run(unit);
      if (slots.contended && performance.now() - this.#heldSince > TURN) {
        slots.give(this);
      }
      if (this.#thread === undefined) {
        this.#rest();
        this.#options.onLost();
        return;
      }
    }
    this.#rest();
  }

  /** Starts a thread for work to come, where a place for it is free. */
  warm(): void {
    if (!this.#options.slots.takeFree(this)) return;
    this.busy = true;
    this.warming = true;
    this.#warmed = this.#warm();
  }

  async #warm(): Promise<void> {
    try {
      await this.#start();
    } catch {
      // Work that comes tries again, and is told.
      this.#options.slots.leave(this);
    }
    this.warming = false;
    this.#rest();
  }

  async stop(): Promise<void> {
    this.#unit?.reject(this.#closed ? closedError() : tooLongError());
    await this.#endThread();
  }

  async interrupt(): Promise<void> {
    const unit = this.#unit;
    this.#unit = undefined;
    unit?.stop();
    if (unit?.settled === false) {
      unit.interrupt();
      this.#options.queue.push(unit);
    }
    await this.#endThread();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.stop();
    await this.#warmed;
  }

  #rest(): void {
    this.busy = false;
    this.lastUsed = performance.now();
    this.#options.slots.give(this);
    this.#options.onIdle();
  }

  async #endThread(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    this.#session = undefined;
    await thread?.end();
  }

  #takeUnit(): Unit | undefined {
    const { queue } = this.#options;
    const place = queue.findIndex(({ interrupted }) => !interrupted);
    return queue.splice(Math.max(0, place), 1)[0];
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

  async #run(unit: Unit): Promise<void> {
    const thread = this.#thread!;
    this.#unit = unit;
    this.runningSince = performance.now();
    const timer = setTimeout(() => {
      this.slow = true;
      this.#options.onSlow();
    }, SLOW);
    let isOwn = true;
    try {
      const request = { switchTo: this.#switchTo(unit), unit: unit.build() };
      unit.start(() => void thread.end());
      const reply = await thread.run(request);
      unit.answer(reply);
      this.#unit = undefined;
      await this.#after(unit, reply);
    } catch (error) {
      // Otherwise it was interrupted, and another lane may be at it.
      isOwn = this.#unit === unit;
      if (isOwn) {
        unit.reject(this.#closed ? closedError() : asSqlError(error));
        this.#unit = undefined;
      }
      if (!thread.alive) await this.stop();
    } finally {
      if (isOwn) unit.stop();
      clearTimeout(timer);
      this.slow = false;
      this.runningSince = undefined;
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
}

export const closedError = (): SqlError =>
  new SqlError("57P01", "terminating connection due to administrator command", {
    hint: "the server is stopping",
  });

const tooLongError = (): SqlError =>
  new SqlError(
    "53000",
    "the statement took long while others waited for its place",
    { hint: "make it read or produce less, or run it again later" },
  );

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

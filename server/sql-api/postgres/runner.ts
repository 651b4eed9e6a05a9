import { closedError, Lane, type LaneOptions } from "./lane.ts";
import type { Runner } from "./shadow-database.ts";
import type { Reply } from "./thread-messages.ts";
import { Unit, type UnitOptions } from "./unit.ts";

export type RunnerOptions = Pick<
  LaneOptions,
  "slots" | "start" | "recycleAbove"
>;

/** Lanes with a thread, one of which is not kept by a statement that takes long. */
const WARM_LANES = 2;

/**
 * Runs the units of one database. They begin in the order they came; one that
 * takes long keeps the others waiting only until a second thread takes them, which
 * stands ready where there is a place for it.
 */
export class LaneRunner implements Runner {
  readonly #options: RunnerOptions;
  readonly #queue: Unit[] = [];
  readonly #lanes: Lane[] = [];
  #closed = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Whether it has a thread or work. */
  get active(): boolean {
    return this.#lanes.some(({ active }) => active);
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
      this.#dispatch();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const unit of this.#queue.splice(0)) unit.reject(closedError());
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  /** Starts a thread that is not needed yet, so that it is there when it is. */
  keepWarm(): void {
    if (this.#closed) return;
    const warm = this.#lanes.filter(({ active }) => active);
    const ready = warm.some(({ slow }) => !slow);
    if (ready && warm.length >= WARM_LANES) return;
    const cold = this.#lanes.find(({ active }) => !active) ?? this.#addLane();
    cold.warm();
  }

  /** A lane that is at work takes what waits, unless all of them are slow. */
  #dispatch(): void {
    if (this.#queue.length === 0) return;
    const idle = this.#lanes.filter(({ busy }) => !busy);
    const takes = this.#lanes.some(
      (lane) => lane.busy && !lane.slow && !lane.warming,
    );
    if (takes) return;
    const ready = idle.find(({ active }) => active);
    // One that starts a thread takes it as soon as that is there.
    if (ready === undefined && this.#lanes.some(({ warming }) => warming)) {
      return;
    }
    void (ready ?? idle[0] ?? this.#addLane()).work();
  }

  #addLane(): Lane {
    const lane = new Lane({
      ...this.#options,
      queue: this.#queue,
      onSlow: () => {
        this.#dispatch();
        this.keepWarm();
      },
      onIdle: () => this.#dispatch(),
      onLost: () => this.keepWarm(),
    });
    this.#lanes.push(lane);
    return lane;
  }
}

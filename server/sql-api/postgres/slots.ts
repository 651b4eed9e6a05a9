/** Something that uses memory while it holds a slot. */
export interface Holder {
  /** Whether it is at work. Otherwise its slot may be taken away. */
  readonly busy: boolean;
  /** Gives back what it holds. It may take a slot again later. */
  stop(): Promise<void>;
}

/**
 * A limited number of slots. Who comes when all are taken gets that of the
 * holder that has been idle for the longest time, or waits for one to give way.
 */
export class Slots {
  #free: number;
  /** The one used last is the last. */
  readonly #holders = new Set<Holder>();
  readonly #waiting: {
    holder: Holder;
    resolve: (stopped: Promise<void>) => void;
  }[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  /** Whether somebody waits. */
  get contended(): boolean {
    return this.#waiting.length > 0;
  }

  /** Resolves when the holder has a slot and what was in it is gone. */
  async take(holder: Holder): Promise<void> {
    if (this.#holders.delete(holder)) {
      this.#holders.add(holder);
      return;
    }
    if (this.#free > 0) {
      this.#free--;
      this.#holders.add(holder);
      return;
    }
    const idle = [...this.#holders].find(({ busy }) => !busy);
    await (idle === undefined
      ? new Promise<void>((resolve) => {
          this.#waiting.push({ holder, resolve });
        })
      : this.#hand(idle, holder));
  }

  /** The holder's slot goes to who has waited for the longest time, if anybody has. */
  give(holder: Holder): void {
    if (!this.#holders.has(holder)) return;
    const next = this.#waiting.shift();
    next?.resolve(this.#hand(holder, next.holder));
  }

  /** Stops what is idle and was used before all others of its kind. */
  async trim(isStale: (holder: Holder) => boolean): Promise<void> {
    const newest = [...this.#holders].at(-1);
    const stale = [...this.#holders].filter(
      (holder) => holder !== newest && !holder.busy && isStale(holder),
    );
    for (const holder of stale) {
      this.#holders.delete(holder);
      this.#free++;
    }
    await Promise.all(stale.map((holder) => holder.stop()));
  }

  #hand(from: Holder, to: Holder): Promise<void> {
    this.#holders.delete(from);
    this.#holders.add(to);
    return from.stop();
  }
}

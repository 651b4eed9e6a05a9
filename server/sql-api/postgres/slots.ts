/** Something that uses memory while it holds a slot. */
export interface Holder {
  /** Whether it is at work. Otherwise its slot may be taken away. */
  readonly busy: boolean;
  /** When it was last at work, by `performance.now()`. */
  readonly lastUsed: number;
  /** Since when it has been doing the same thing. */
  readonly runningSince: number | undefined;
  /** Gives back what it holds, whatever it is doing. It may take a slot again later. */
  stop(): Promise<void>;
}

export interface SlotsOptions {
  count: number;
  /** Milliseconds after which a holder that does the same thing gives way to who waits. */
  patience: number;
}

/**
 * A limited number of slots. Who comes when all are taken gets that of the
 * holder that has been idle for the longest time, or waits for one to give way.
 */
export class Slots {
  #free: number;
  readonly #patience: number;
  /** The one used last is the last. */
  readonly #holders = new Set<Holder>();
  readonly #waiting: {
    holder: Holder;
    resolve: (stopped: Promise<void>) => void;
  }[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor({ count, patience }: SlotsOptions) {
    this.#free = count;
    this.#patience = patience;
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
          this.#watch();
        })
      : this.#hand(idle, holder));
  }

  /** The holder's slot goes to who has waited for the longest time, if anybody has. */
  give(holder: Holder): void {
    if (!this.#holders.has(holder)) return;
    const next = this.#waiting.shift();
    next?.resolve(this.#hand(holder, next.holder));
  }

  /**
   * Stops what is idle since before a time, but not what was used last.
   *
   * @param before by `performance.now()`
   */
  async trim(before: number): Promise<void> {
    const newest = [...this.#holders].at(-1);
    const stale = [...this.#holders].filter(
      (holder) => holder !== newest && !holder.busy && holder.lastUsed < before,
    );
    for (const holder of stale) {
      this.#holders.delete(holder);
      this.#free++;
    }
    await Promise.all(stale.map((holder) => holder.stop()));
  }

  /** Takes the slot of who has been at one thing for too long, while somebody waits. */
  #watch(): void {
    if (this.#timer !== undefined || !this.contended) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const now = performance.now();
      const since = ({ runningSince = now }: Holder) => runningSince;
      const [longest] = [...this.#holders].sort((a, b) => since(a) - since(b));
      if (longest !== undefined && now - since(longest) >= this.#patience) {
        this.give(longest);
      }
      this.#watch();
    }, this.#patience / 10).unref();
  }

  #hand(from: Holder, to: Holder): Promise<void> {
    this.#holders.delete(from);
    this.#holders.add(to);
    return from.stop();
  }
}

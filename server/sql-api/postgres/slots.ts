/** Something that uses memory while it holds a slot. */
export interface Holder {
  /** Whether it is at work. Otherwise its slot may be taken away. */
  readonly busy: boolean;
  /** When it was last at work, by `performance.now()`. */
  readonly lastUsed: number;
  /** Since when it has been doing the same thing. */
  readonly runningSince: number | undefined;
  /** Whether it waits for a slot with work that has not had its turn yet. */
  readonly urgent: boolean;
  /** Gives back what it holds, whatever it is doing. It may take a slot again later. */
  stop(): Promise<void>;
  /** The same, but what it is doing begins again later. */
  interrupt(): Promise<void>;
}

export interface SlotsOptions {
  count: number;
  /** Milliseconds after which a holder that does the same thing gives way to who waits. */
  patience: number;
}

/** Milliseconds that every holder has for what it does before it may be interrupted. */
const QUANTUM = 300;

/** Milliseconds after which it is looked again who may give way. */
const TICK = 50;

/**
 * A limited number of slots. Who comes when all are taken gets that of the holder that
 * has been idle for the longest time, or waits for one to give way. When all of them
 * take long, the one that began last is interrupted for who has not had a turn, so that
 * a few endless statements keep nobody from a quick answer.
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

  /** Takes a slot that is free, and nobody's place. */
  takeFree(holder: Holder): boolean {
    if (this.#holders.has(holder)) return true;
    if (this.#free === 0) return false;
    this.#free--;
    this.#holders.add(holder);
    return true;
  }

  /** Whatever was in the slot is gone. */
  leave(holder: Holder): void {
    this.give(holder);
    if (this.#holders.delete(holder)) this.#free++;
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

  /** While somebody waits. */
  #watch(): void {
    if (this.#timer !== undefined || !this.contended) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#makeWay();
        this.#watch();
      },
      Math.min(this.#patience / 10, TICK),
    ).unref();
  }

  #makeWay(): void {
    const now = performance.now();
    const time = ({ runningSince = now }: Holder) => now - runningSince;
    const byTime = [...this.#holders].sort((a, b) => time(a) - time(b));
    const [youngest, ...others] = byTime;
    const longest = byTime.at(-1);
    if (longest === undefined || youngest === undefined) return;
    if (time(longest) >= this.#patience) {
      this.give(longest);
      return;
    }
    if (others.length === 0 || time(youngest) < QUANTUM) return;
    const place = this.#waiting.findIndex(({ holder }) => holder.urgent);
    const [next] = place < 0 ? [] : this.#waiting.splice(place, 1);
    if (next === undefined) return;
    this.#replace(youngest, next.holder);
    next.resolve(youngest.interrupt());
  }

  #hand(from: Holder, to: Holder): Promise<void> {
    this.#replace(from, to);
    return from.stop();
  }

  #replace(from: Holder, to: Holder): void {
    this.#holders.delete(from);
    this.#holders.add(to);
  }
}

import { LRUCache } from "lru-cache";

export interface AnswerCacheOptions<T> {
  /**
   * Identifies the data all answers are computed from; undefined while it is
   * unknown or has just changed: nothing is then served or kept.
   */
  version: () => string | undefined;
  /** Bytes of an answer. */
  sizeOf: (answer: T) => number;
  onHit?: (() => void) | undefined;
  /** Bytes of questions and answers kept. @default 64 MiB */
  maxBytes?: number | undefined;
  /** Milliseconds since the epoch. */
  now?: (() => number) | undefined;
}

/** What is known of a question that was asked now. */
export interface Asked<T> {
  /** The answer, if there is one. */
  known: T | undefined;
  /** Keeps an answer that was computed since. */
  keep(answer: T): void;
}

interface Entry<T> {
  version: string;
  answer: T;
}

const DEFAULT_MAX_BYTES = 64 * 2 ** 20;
const MINUTE = 60_000;
/** Cache modes of the Cube API that allow an answer computed earlier. */
const CACHEABLE = new Set(["", "stale-if-slow", "stale-while-revalidate"]);

/** Whether a request allows an answer computed earlier. */
export const allowsKept = (cacheMode: string | undefined): boolean =>
  CACHEABLE.has(cacheMode ?? "");

/**
 * Answers to equal questions about unchanged data. They last until the minute of
 * the clock is over, so that a relative date range never outlives its day; the
 * least used make room for others.
 */
export class AnswerCache<T extends object> {
  readonly #options: AnswerCacheOptions<T>;
  readonly #now: () => number;
  readonly #entries: LRUCache<string, Entry<T>>;

  constructor(options: AnswerCacheOptions<T>) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#entries = new LRUCache({
      maxSize: options.maxBytes ?? DEFAULT_MAX_BYTES,
      sizeCalculation: ({ answer }, key) =>
        options.sizeOf(answer) + key.length + 1,
    });
  }

  /**
   * @param question all that an answer depends on beside the data: who asks, too
   * @returns undefined while nothing may be served or kept
   */
  ask(question: string): Asked<T> | undefined {
    const { version: versionOf, onHit } = this.#options;
    const version = versionOf();
    if (version === undefined) return undefined;
    const key = `${Math.floor(this.#now() / MINUTE)}\n${question}`;
    const found = this.#entries.get(key);
    const known = found?.version === version ? found.answer : undefined;
    if (known !== undefined) onHit?.();
    return {
      known,
      keep: (answer) => void this.#entries.set(key, { version, answer }),
    };
  }
}

/** Whose answer it is: when a token was made does not matter, only for whom. */
export const claimsKey = (claims: unknown): string =>
  JSON.stringify({ ...Object(claims), iat: undefined, exp: undefined });

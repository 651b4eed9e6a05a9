import { setTimeout as sleep } from "node:timers/promises";
import { type ClickHouseClient, ClickHouseError } from "@clickhouse/client";

/** Between two pings, and before the first: most requests are over by then. */
const INTERVAL_MS = 2000;
/** Even a server at its limits answers a ping within it. */
const TIMEOUT_MS = 8000;

/** A server that keeps a request waiting and answers no ping. */
export class Silence extends Error {
  /** When it was heard of last, as `performance.now()` has it. */
  readonly since: number;

  constructor(since: number, cause: Error) {
    super("a request is under way and a ping was not answered", { cause });
    this.since = since;
  }
}

/**
 * Tells a server that is busy from one that stands still: the first answers pings,
 * however long a request takes. A time limit for requests would end long queries,
 * or wait for a dead server as long as for these.
 */
export class Pulse {
  readonly #client: ClickHouseClient;

  /** @param client for pings only: they must not queue behind requests */
  constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  /** @throws Silence when the server stops answering before the request is over */
  async during<T>(request: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const silent = new AbortController();
    const over = new AbortController();
    try {
      return await Promise.race([
        request(silent.signal),
        this.#untilSilence(over.signal),
      ]);
    } catch (error) {
      silent.abort();
      throw error;
    } finally {
      over.abort();
    }
  }

  async #untilSilence(over: AbortSignal): Promise<never> {
    for (let heard = performance.now(); ; heard = performance.now()) {
      await sleep(INTERVAL_MS, undefined, { signal: over });
      const timeout = AbortSignal.timeout(TIMEOUT_MS);
      const answer = await this.#client.ping({
        select: false,
        abort_signal: AbortSignal.any([over, timeout]),
      });
      over.throwIfAborted();
      // A refusal is an answer, too.
      if (answer.success || answer.error instanceof ClickHouseError) continue;
      const late = new Error(`none within ${TIMEOUT_MS / 1000} s`);
      throw new Silence(heard, timeout.aborted ? late : answer.error);
    }
  }
}

import type { CubeLogger } from "./cube-core.ts";
import { QUERY_ENDED, queryOf, requestOf } from "./queue-events.ts";

/** What Cube is doing for a request that waits, in Cube's own words. */
export interface QueryStage {
  stage: string;
  /** Milliseconds since the query began to run; undefined = it has not. */
  timeElapsed?: number;
}

interface Seen {
  isRollup: boolean;
  /** Place in the queue from 0; −1 = it is no longer queued. */
  queueIndex: number;
  /** Milliseconds since the epoch. */
  startedAt: number | undefined;
  heardOf: number;
}

/** Milliseconds after which nothing more is to come of a query. */
const FORGOTTEN = 10 * 60_000;

/**
 * What each request waits for, from the events of Cube's queues. Cube works out
 * the stage of a query too, but leaves it out of the answers of its REST API.
 */
export class QueryStages {
  readonly #now: () => number;
  /** The one heard of last comes last. */
  readonly #queries = new Map<string, Seen>();
  /** Request → what it waits for. */
  readonly #waits = new Map<string, string>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** An event of Cube. */
  readonly note: CubeLogger = (event, parameters) => {
    if (QUERY_ENDED.has(event)) this.#queries.delete(queryOf(parameters));
    else if (event === "Performing query") this.#see(parameters, this.#now());
    else if (event === "Waiting for query") {
      this.#see(
        parameters,
        parameters["active"] === true ? this.#now() : undefined,
      );
      const id = requestOf(parameters["requestId"]);
      this.#waits.delete(id);
      this.#waits.set(id, queryOf(parameters));
    }
  };

  /** @returns undefined when nothing is known of what the request waits for */
  stageOf(requestId: unknown): QueryStage | undefined {
    const query = this.#queries.get(
      this.#waits.get(requestOf(requestId)) ?? "",
    );
    if (query === undefined) return undefined;
    const { isRollup, queueIndex, startedAt } = query;
    const doing = isRollup ? "Building pre-aggregation" : "Executing query";
    if (startedAt !== undefined) {
      return { stage: doing, timeElapsed: this.#now() - startedAt };
    }
    const place = queueIndex < 0 ? "In queue" : `#${queueIndex + 1} in queue`;
    return { stage: isRollup ? `${doing}: ${place}` : place };
  }

  #see(parameters: Record<string, unknown>, startedAt: number | undefined) {
    const key = queryOf(parameters);
    const before = this.#queries.get(key);
    const { queueIndex, queuePrefix } = parameters;
    this.#queries.delete(key);
    this.#queries.set(key, {
      isRollup: String(queuePrefix).startsWith("SQL_PRE_AGGREGATIONS"),
      queueIndex: typeof queueIndex === "number" ? queueIndex : -1,
      startedAt: before?.startedAt ?? startedAt,
      heardOf: this.#now(),
    });
    this.#forget();
  }

  #forget() {
    for (const [key, { heardOf }] of this.#queries) {
      if (heardOf > this.#now() - FORGOTTEN) break;
      this.#queries.delete(key);
    }
    for (const [id, key] of this.#waits) {
      if (this.#queries.has(key)) break;
      this.#waits.delete(id);
    }
  }
}

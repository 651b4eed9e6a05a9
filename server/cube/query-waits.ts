import type { RequestHandler } from "express";
import { errorMessage } from "../../base/errors.ts";
import type { Log } from "../log.ts";
import type { CubeContext, CubeCore, CubeLogger } from "./cube-core.ts";
import { QUERY_ENDED, queryOf, requestOf } from "./queue-events.ts";

export interface QueryWaitsOptions {
  /** Ends the queries that a request began. */
  cancel(context: CubeContext): Promise<unknown>;
  onProblem(error: unknown): void;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/** A query in Cube's queue. */
interface Waited {
  /** The request that began it. */
  owner: string;
  /** When each request was last known to wait for it. */
  waiters: Map<string, number>;
  heardOf: number;
}

/**
 * Milliseconds in which somebody who waits says so again: Cube answers "Continue wait"
 * every 5 s, and clients come back then.
 */
const PATIENCE = 10_000;

/** Milliseconds after which nothing more is to come of a request or query. */
const FORGOTTEN = 60_000;

/**
 * Who waits for which query. Cube lets a query run on when its client has gone, and
 * others may wait for the same one: it is cancelled when the last of them has gone.
 */
export class QueryWaits {
  readonly #options: QueryWaitsOptions;
  readonly #now: () => number;
  /** The one heard of last comes last. */
  readonly #queries = new Map<string, Waited>();
  /** Requests that were abandoned and may still be on their way to a query. */
  readonly #gone = new Map<string, { context: CubeContext; since: number }>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(options: QueryWaitsOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** An event of Cube. */
  readonly note: CubeLogger = (event, parameters) => {
    if (event === "Waiting for query") this.#waits(parameters);
    else if (QUERY_ENDED.has(event)) this.#queries.delete(queryOf(parameters));
  };

  /** The client of a request has gone, or no longer wants its answer. */
  abandon(context: CubeContext): void {
    const id = requestOf(context.requestId);
    const now = this.#now();
    this.#gone.set(id, { context, since: now });
    drop(this.#gone, ({ since }) => since < now - FORGOTTEN);
    for (const { owner, waiters } of [...this.#queries.values()]) {
      if (waiters.delete(id)) this.#cancelUnlessWaited(owner, context);
    }
  }

  /** The client has come back. */
  resume(requestId: string): void {
    this.#gone.delete(requestOf(requestId));
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #waits(parameters: Record<string, unknown>): void {
    const key = queryOf(parameters);
    const now = this.#now();
    const owner = requestOf(parameters["waitingForRequestId"]);
    const id = requestOf(parameters["requestId"]);
    const waiters =
      this.#queries.get(key)?.waiters ?? new Map<string, number>();
    const gone = this.#gone.get(id);
    if (gone === undefined) waiters.set(id, now);
    this.#queries.delete(key);
    this.#queries.set(key, { owner, waiters, heardOf: now });
    drop(this.#queries, ({ heardOf }) => heardOf < now - FORGOTTEN);
    if (gone !== undefined) this.#cancelUnlessWaited(owner, gone.context);
  }

  /** Cube cancels all queries of a request at once. */
  #cancelUnlessWaited(owner: string, context: CubeContext): void {
    const owned = [...this.#queries].filter(
      ([, query]) => query.owner === owner,
    );
    if (owned.length === 0) return;
    if (owned.some(([, query]) => this.#isWaited(query))) {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        this.#cancelUnlessWaited(owner, context);
      }, PATIENCE).unref();
      this.#timers.add(timer);
      return;
    }
    for (const [key] of owned) this.#queries.delete(key);
    this.#options
      .cancel({ ...context, requestId: owner })
      .catch((error: unknown) => this.#options.onProblem(error));
  }

  #isWaited({ waiters }: Waited): boolean {
    const since = this.#now() - PATIENCE;
    return [...waiters.values()].some((last) => last > since);
  }
}

/** Follows the queries of Cube's server, which is made later. */
export const queryWaits = (core: () => CubeCore, log: Log): QueryWaits =>
  new QueryWaits({
    async cancel(context) {
      const orchestrator = await core().getOrchestratorApi(context);
      await orchestrator.cancelQueryByRequestId(context.requestId);
    },
    onProblem: (error) =>
      log.warn("a query that nobody waits for goes on", {
        error: errorMessage(error),
      }),
  });

/** Drops the first entries for as long as they are old. */
function drop<T>(map: Map<string, T>, isOld: (value: T) => boolean): void {
  for (const [key, value] of map) {
    if (!isOld(value)) return;
    map.delete(key);
  }
}

/** Abandons what a client of HTTP has asked when it hangs up. */
export function abandonOnHangUp(waits: QueryWaits): RequestHandler {
  const open = new Map<string, number>();
  return (request, response, next) => {
    const id = requestOf(request.headers["x-request-id"]);
    open.set(id, (open.get(id) ?? 0) + 1);
    waits.resume(id);
    response.once("close", () => {
      const others = (open.get(id) ?? 1) - 1;
      if (others > 0) open.set(id, others);
      else open.delete(id);
      if (response.writableFinished || others > 0) return;
      const { securityContext = {} } = request as {
        securityContext?: CubeContext["securityContext"];
      };
      waits.abandon({ requestId: id, securityContext });
    });
    next();
  };
}

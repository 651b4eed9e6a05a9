import type { Log, LogFields } from "../log.ts";
import type { CubeLogger } from "./cube-core.ts";
import type { Metrics } from "./metrics.ts";

/** Milliseconds in which the same complaint is written once. */
const REPEAT_INTERVAL = 30_000;

/** Failures that are the client's: not for the operator to mend. */
const CLIENT_EVENTS =
  /^(User Error|GraphQL to JSON error|UserError|Auth Error|Forbidden|Invalid|Continue wait|Not authorized)/;

/** The complaint of each query again, told by the request's own event. */
const ECHOES =
  /^(Error querying db|Error while querying|Dropping Cache|ClickHouse Client Log)$/;

/** Turns Cube's events into log lines and counts. */
export function cubeLogger(
  log: Log,
  metrics: Metrics,
  now: () => number = Date.now,
): CubeLogger {
  const lastWritten = new Map<string, number>();
  const once = (key: string, write: () => void) => {
    const last = lastWritten.get(key);
    if (last !== undefined && now() - last < REPEAT_INTERVAL) return;
    lastWritten.set(key, now());
    write();
  };
  return (message, parameters) => {
    count(message, parameters, metrics);
    const { error, warning } = parameters;
    const fields = summary(parameters);
    if (error !== undefined && !CLIENT_EVENTS.test(message)) {
      if (ECHOES.test(message)) log.info(message, fields);
      else once(message, () => log.error(message, fields));
    } else if (warning !== undefined) {
      once(message, () => log.warn(message, fields));
    } else if (error !== undefined) {
      log.info(message, fields);
    } else {
      log.trace(message, fields);
    }
  };
}

function count(
  message: string,
  parameters: Record<string, unknown>,
  metrics: Metrics,
): void {
  switch (message) {
    case "Load Request Success": {
      const { queries, queriesWithPreAggregations } = parameters;
      const hits = Number(queriesWithPreAggregations ?? 0);
      metrics.rollups(hits, Math.max(0, Number(queries ?? 0) - hits));
      break;
    }
    case "Using cache for":
      if (isRequest(parameters)) metrics.cache(true);
      break;
    case "Missing cache for":
    case "Waiting for renew":
      if (isRequest(parameters)) metrics.cache(false);
      break;
  }
}

/** A query that somebody asked, not one that keeps the cache fresh. */
const isRequest = ({ primaryQuery, renewCycle }: Record<string, unknown>) =>
  primaryQuery === true && renewCycle !== true;

/** What helps, without the query, its values or the token. */
function summary(parameters: Record<string, unknown>): LogFields {
  const { requestId, error, warning, duration, apiType } = parameters;
  return {
    requestId,
    apiType,
    duration,
    warning,
    error: error instanceof Error ? error.message : error,
  };
}

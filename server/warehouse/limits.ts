import { availableParallelism, totalmem } from "node:os";

const GIB = 2 ** 30;

/** What the engine may use of the machine. */
export interface Limits {
  cores: number;
  /** Bytes over all queries and caches. */
  serverMemory: number;
  /** Bytes of one query. */
  queryMemory: number;
  /** Queries at a time, the supervisor's own included. */
  queries: number;
  /** Bytes of decompressed-block marks kept. */
  markCache: number;
}

/** Memory this process may use, in bytes: the container's limit if there is one. */
function machineMemory(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

/**
 * Leaves room for the API, the generator and the page cache: ClickHouse gets
 * 60 % of the memory, one query half of that.
 */
export function engineLimits(
  memory = machineMemory(),
  cores = availableParallelism(),
): Limits {
  const serverMemory = Math.max(GIB, Math.floor(memory * 0.6));
  return {
    cores,
    serverMemory,
    queryMemory: Math.floor(serverMemory / 2),
    queries: Math.max(32, cores * 16),
    markCache: Math.min(GIB, Math.floor(serverMemory / 8)),
  };
}

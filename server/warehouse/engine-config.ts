import { join } from "node:path";
import type { DataDirectory, RunDirectory } from "./data-directory.ts";
import type { Limits } from "./limits.ts";
import { configFile } from "./xml.ts";

/** Days that system.query_log keeps. */
const QUERY_LOG_DAYS = 7;
/** Threads that wait for work cost wake-ups even when there is none. */
const IDLE_POOL = 1;

/** Text of config.xml: one node on loopback that is quiet when idle. */
export function engineConfig(
  directory: DataDirectory,
  run: RunDirectory,
  limits: Limits,
): string {
  return configFile({
    logger: {
      // `warning` repeats "temporarily pause scheduling" by the minute.
      level: "error",
      // Interactive mode would print the log on the terminal nobody reads.
      console: 0,
      log: join(directory.logs, "clickhouse.log"),
      errorlog: join(directory.logs, "clickhouse.err.log"),
      size: "20M",
      count: 3,
    },
    users_config: run.users,
    // Keeps the file-system overlay that local mode calls `default` out of the way.
    default_database: "_local",
    max_server_memory_usage: limits.serverMemory,
    max_concurrent_queries: limits.queries,
    mark_cache_size: limits.markCache,
    // A slow client must not lose its turn because the machine is busy.
    os_cpu_busy_time_threshold: "1000000000000000000",
    // Longer than the idle time after which @clickhouse/client drops a socket.
    keep_alive_timeout: 30,
    background_pool_size: Math.min(16, Math.max(2, limits.cores)),
    background_schedule_pool_size: Math.min(16, Math.max(2, limits.cores)),
    background_common_pool_size: 2,
    background_buffer_flush_schedule_pool_size: IDLE_POOL,
    background_message_broker_schedule_pool_size: IDLE_POOL,
    background_distributed_schedule_pool_size: IDLE_POOL,
    asynchronous_metrics_update_period_s: 60,
    asynchronous_heavy_metrics_update_period_s: 600,
    backups: { allowed_path: join(directory.backups, "/") },
    query_log: {
      database: "system",
      table: "query_log",
      ttl: `event_date + INTERVAL ${QUERY_LOG_DAYS} DAY DELETE`,
      flush_interval_milliseconds: 2000,
    },
  });
}

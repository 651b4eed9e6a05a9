import type { CubeHooks } from "../../server/sql-api/load/cube-hooks.ts";
import { createLog } from "../../server/log.ts";
import {
  PgPool,
  type PoolOptions,
} from "../../server/sql-api/postgres/pool.ts";
import { loadParser } from "../../server/sql-api/statements/parse.ts";
import { SessionExecutor } from "../../server/sql-api/statements/session-executor.ts";
import type { WireLimits } from "../../server/sql-api/wire/limits.ts";
import {
  startWireServer,
  type WireServer,
} from "../../server/sql-api/wire/server.ts";

export interface PostgresServer extends Pick<WireServer, "stop"> {
  sqlPort: number;
}

/** A model without views. */
const HOOKS = {
  meta: () => Promise.resolve({ cubes: [], compilerId: "none" }),
} as unknown as CubeHooks;

/** The SQL API without Cube and a warehouse: for whatever Postgres answers alone. */
export async function startPostgresServer({
  pool: poolOptions = {},
  limits = {},
}: {
  pool?: PoolOptions;
  limits?: Partial<WireLimits>;
} = {}): Promise<PostgresServer> {
  await loadParser();
  const pool = new PgPool(poolOptions);
  const server = await startWireServer({
    host: "127.0.0.1",
    port: 0,
    limits,
    log: createLog({ level: "error", json: true, write: console.error }),
    checkSqlAuth: () =>
      Promise.resolve({ password: null, skipPasswordCheck: true }),
    tryWithoutPassword: true,
    createExecutor: SessionExecutor.create({
      hooks: HOOKS,
      pool,
      rowLimit: 50_000,
      protocol: "postgres",
      cacheMode: "stale-if-slow",
    }),
  });
  await pool.warmUp([]);
  return {
    sqlPort: server.port,
    async stop() {
      await server.stop();
      await pool.close();
    },
  };
}

import type {
  CubeHooks,
  MetaCube,
} from "../../server/sql-api/load/cube-hooks.ts";
import { createLog } from "../../server/log.ts";
import { modelTables } from "../../server/sql-api/model-tables.ts";
import { usableTables } from "../../server/sql-api/postgres/catalog.ts";
import {
  PgPool,
  type PoolOptions,
} from "../../server/sql-api/postgres/pool.ts";
import { loadParser } from "../../server/sql-api/statements/parse.ts";
import { SessionExecutor } from "../../server/sql-api/statements/session-executor.ts";
import {
  startWireServer,
  type WireServer,
  type WireServerOptions,
} from "../../server/sql-api/wire/server.ts";
import { POSTGRES_CACHE } from "./postgres-cache.ts";

export interface PostgresServer extends Pick<WireServer, "stop"> {
  sqlPort: number;
}

/** A model with one view, that nobody can read. */
const CUBES: MetaCube[] = [
  {
    name: "trade_metrics",
    type: "view",
    measures: [
      { name: "trade_metrics.notional", type: "number", aggType: "sum" },
    ],
    dimensions: [{ name: "trade_metrics.desk", type: "string" }],
    segments: [],
  },
];

const HOOKS = {
  meta: () => Promise.resolve({ cubes: CUBES, compilerId: "one" }),
} as unknown as CubeHooks;

/** The SQL API without Cube and a warehouse: for whatever Postgres answers alone. */
export async function startPostgresServer({
  pool: poolOptions = {},
  wire = {},
  statementTimeout,
}: {
  pool?: PoolOptions;
  /** Milliseconds. */
  statementTimeout?: number;
  wire?: Partial<WireServerOptions>;
} = {}): Promise<PostgresServer> {
  await loadParser();
  const pool = new PgPool({ cacheFolder: POSTGRES_CACHE, ...poolOptions });
  const server = await startWireServer({
    host: "127.0.0.1",
    port: 0,
    log: createLog({ level: "error", json: true, write: console.error }),
    checkSqlAuth: () =>
      Promise.resolve({ password: null, skipPasswordCheck: true }),
    tryWithoutPassword: true,
    createExecutor: SessionExecutor.create({
      hooks: HOOKS,
      pool,
      rowLimit: 50_000,
      statementTimeout,
      protocol: "postgres",
      cacheMode: "stale-if-slow",
    }),
    ...wire,
  });
  await pool.warmUp(usableTables(modelTables(CUBES)).tables);
  return {
    sqlPort: server.port,
    async stop() {
      await server.stop();
      await pool.close();
    },
  };
}

import { setTimeout as sleep } from "node:timers/promises";
import { connect, rows } from "../../server/warehouse/client.ts";
import { migrate } from "../../server/warehouse/migrations.ts";
import { testWarehouse } from "../../tests/support/warehouse.ts";

/** A throw-away warehouse that can be emptied. */
export interface BenchWarehouse {
  /** How the generator finds it. */
  env: Record<string, string>;
  /** Empties the tables and waits until nothing is merged any more. */
  empty(): Promise<void>;
  /** Bytes on disk of the facts and of the rollups. */
  size(): Promise<{ facts: number; rollups: number }>;
  version: string;
  remove(): Promise<void>;
}

const TABLES = [
  "trades_1d",
  "trades_1d_rollup",
  "trades_1d_rollup_geo",
  "loads",
];

const SIZES = `
SELECT
    sumIf(total_bytes, name = 'trades_1d') AS facts,
    sumIf(total_bytes, name LIKE 'trades_1d_rollup%') AS rollups
FROM system.tables WHERE database = currentDatabase()`;

export async function benchWarehouse(): Promise<BenchWarehouse> {
  const warehouse = await testWarehouse();
  const { owner } = warehouse.connections;
  await migrate(owner);
  const client = connect(owner);
  const one = async <T>(query: string) => (await rows<T>(client, query))[0]!;
  const { version } = await one<{ version: string }>(
    "SELECT version() AS version",
  );
  return {
    env: {
      CLICKHOUSE_URL: owner.url,
      CLICKHOUSE_USER: owner.user,
      CLICKHOUSE_PASSWORD: owner.password,
      CLICKHOUSE_DATABASE: owner.database,
    },
    version,
    async empty() {
      for (const table of TABLES) {
        await client.command({ query: `TRUNCATE TABLE ${table}` });
      }
      const merging = "SELECT toFloat64(count()) AS merges FROM system.merges";
      while ((await one<{ merges: number }>(merging)).merges > 0) {
        await sleep(200);
      }
    },
    async size() {
      const { facts, rollups } = await one<Record<string, string>>(SIZES);
      return { facts: Number(facts), rollups: Number(rollups) };
    },
    async remove() {
      await client.close();
      await warehouse.remove();
    },
  };
}

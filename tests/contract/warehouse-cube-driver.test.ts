import { ClickHouseDriver } from "@cubejs-backend/clickhouse-driver";
import type { StreamTableData } from "@cubejs-backend/base-driver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withClient } from "../../server/warehouse/client.ts";
import { migrate } from "../../server/warehouse/migrations.ts";
import { testWarehouse, type TestWarehouse } from "../support/warehouse.ts";

let warehouse: TestWarehouse;
let driver: ClickHouseDriver;

beforeAll(async () => {
  warehouse = await testWarehouse();
  const { owner, cube, reader } = warehouse.connections;
  await migrate(owner, { dictionary: reader });
  await withClient(owner, (client) =>
    client.insert({
      table: "trades_1d",
      format: "JSONEachRow",
      values: [
        { trade_date: "2026-01-05", symbol: "AAPL", notional: 1.5 },
        { trade_date: "2026-01-06", symbol: "MSFT", notional: 2.5 },
      ],
    }),
  );
  const { hostname, port } = new URL(cube.url);
  driver = new ClickHouseDriver({
    host: hostname,
    port,
    username: cube.user,
    password: cube.password,
    database: cube.database,
  });
});

afterAll(async () => {
  await driver.release();
  await warehouse.remove();
});

describe("Cube's ClickHouse driver as user cube", () => {
  it("tests the connection", async () => {
    await expect(driver.testConnection()).resolves.toBeUndefined();
  });

  it("queries with bound values", async () => {
    const found = await driver.query(
      "SELECT symbol, notional FROM pivot.trades_1d WHERE symbol = ?",
      ["MSFT"],
    );
    expect(found).toEqual([{ symbol: "MSFT", notional: "2.5" }]);
  });

  it("answers an empty result", async () => {
    expect(
      await driver.query("SELECT symbol FROM pivot.trades_1d WHERE 0", []),
    ).toEqual([]);
  });

  it("lists the tables of the data database", async () => {
    const schema = (await driver.tablesSchema()) as Record<
      string,
      Record<string, { name: string; type: string }[]>
    >;
    const columns = schema["pivot"]?.["trades_1d"] ?? [];
    expect(columns.find(({ name }) => name === "trade_date")?.type).toBe(
      "Date",
    );
    expect(Object.keys(schema["pivot"] ?? {})).toContain("trades_1d_rollup");
  });

  it("streams rows", async () => {
    const { rowStream, release } = (await driver.stream(
      "SELECT symbol FROM pivot.trades_1d ORDER BY symbol",
      [],
      { highWaterMark: 10 },
    )) as StreamTableData;
    const found: unknown[] = [];
    for await (const row of rowStream) found.push(row);
    await release?.();
    expect(found).toEqual([{ symbol: "AAPL" }, { symbol: "MSFT" }]);
  });

  it("downloads results with their types", async () => {
    const result = await driver.downloadQueryResults(
      "SELECT trade_date, notional FROM pivot.trades_1d ORDER BY trade_date",
      [],
      { highWaterMark: 10 },
    );
    expect("types" in result && result.types).toEqual([
      { name: "trade_date", type: "date" },
      { name: "notional", type: "double" },
    ]);
    expect("rows" in result && result.rows).toHaveLength(2);
  });

  it("creates, lists and drops a view in the pre-aggregation database", async () => {
    const schema = "dev_pre_aggregations";
    await driver.createSchemaIfNotExists(schema);
    await driver.createSchemaIfNotExists(schema);
    await withClient(
      { ...warehouse.connections.cube, database: schema },
      (client) =>
        client.command({
          query: `CREATE VIEW ${schema}.main_1 AS SELECT trade_date, notional FROM pivot.trades_1d_rollup`,
        }),
    );
    expect(await driver.getTablesQuery(schema)).toEqual([
      { table_name: "main_1" },
    ]);
    expect(
      await driver.query(
        `SELECT sum(notional) AS notional FROM ${schema}.main_1`,
        [],
      ),
    ).toEqual([{ notional: "4" }]);
    await driver.dropTable(`${schema}.main_1`);
    expect(await driver.getTablesQuery(schema)).toEqual([]);
  });

  it("cannot drop a table of the data database", async () => {
    await expect(driver.dropTable("pivot.trades_1d")).rejects.toThrow(
      /Not enough privileges/,
    );
  });
});

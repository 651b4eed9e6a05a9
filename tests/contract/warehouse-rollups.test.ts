import type { ClickHouseClient } from "@clickhouse/client";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  vi,
} from "vitest";
import { connect, rows } from "../../server/warehouse/client.ts";
import { SILENT } from "../../server/warehouse/log.ts";
import { resetDatabase } from "../../server/warehouse/reset.ts";
import { verifyRollups } from "../../server/warehouse/rollup-check.ts";
import { rebuildRollups } from "../../server/warehouse/rollups.ts";
import {
  startWarehouse,
  type Warehouse,
} from "../../server/warehouse/warehouse.ts";
import { makeTrades, type Trade } from "../support/trades.ts";
import {
  killWarehouse,
  testWarehouse,
  type TestWarehouse,
} from "../support/warehouse.ts";

/** Generous: the machine may be busy. */
const WAITING = { timeout: 60_000, interval: 5 };
const TABLES = ["trades_1d", "trades_1d_rollup", "trades_1d_rollup_geo"];

let warehouse: TestWarehouse;
/** The one that runs on the warehouse's directory now. */
let engine: Warehouse;
let client: ClickHouseClient;

beforeAll(async () => {
  warehouse = await testWarehouse();
  engine = warehouse;
  client = connect(warehouse.connections.owner);
});

afterAll(async () => {
  await client.close();
  await killWarehouse(engine);
  await warehouse.remove();
});

beforeEach(async () => {
  const { owner, reader } = warehouse.connections;
  await resetDatabase(owner, { dictionary: reader });
});

const insert = (values: Trade[], token?: string) =>
  client.insert({
    table: "trades_1d",
    values,
    format: "JSONEachRow",
    clickhouse_settings:
      token === undefined ? {} : { insert_deduplication_token: token },
  });

/** Trades and notional by table. */
const totals = () =>
  Promise.all(
    TABLES.map(async (table) => {
      const [found] = await rows<{ trades: string; notional: number }>(
        client,
        `SELECT toString(sum(trade_count)) AS trades, sum(notional) AS notional FROM ${table}`,
      );
      return { trades: Number(found?.trades), notional: found?.notional };
    }),
  );

const sum = (list: number[]) => list.reduce((a, b) => a + b, 0);

/** What all three tables must say, computed from the rows themselves. */
const expected = (trades: Trade[]) =>
  TABLES.map(() => ({
    trades: trades.length,
    notional: sum(trades.map(({ notional }) => notional)),
  }));

const unequal = async () =>
  (await verifyRollups(warehouse.connections.owner)).filter(
    (check) => check.unequal > 0,
  );

describe("rollups", () => {
  it("hold what the facts hold, by day, symbol and country", async () => {
    const trades = makeTrades(3000);
    await insert(trades.slice(0, 1000));
    await insert(trades.slice(1000));
    expect(await totals()).toEqual(expected(trades));

    const some = ({ trade_date, symbol, country }: Trade) =>
      trade_date === "2026-02-06" && symbol === "AAPL" && country === "US";
    const chosen = trades.filter(some);
    expect(chosen.length).toBeGreaterThan(10);
    const [found] = await rows(
      client,
      "SELECT toUInt32(sum(trade_count)) AS trades, sum(exposure) AS exposure, sum(gross_exposure) AS gross, sum(slippage_cost) AS slippage FROM trades_1d_rollup_geo WHERE trade_date = '2026-02-06' AND symbol = 'AAPL' AND country = 'US'",
    );
    expect(found).toEqual({
      trades: chosen.length,
      exposure: sum(chosen.map(({ exposure }) => exposure)),
      gross: sum(chosen.map(({ exposure }) => Math.abs(exposure))),
      slippage: sum(chosen.map((row) => row.notional * row.slippage)),
    });
  });

  it("are checked measure by measure", async () => {
    const trades = makeTrades(500);
    await insert(trades);
    const checks = await verifyRollups(warehouse.connections.owner);
    expect(checks).toHaveLength(2 * 17);
    expect(checks.filter(({ unequal }) => unequal > 0)).toEqual([]);
    const notional = checks.filter(({ measure }) => measure === "notional");
    const total = expected(trades)[0]?.notional;
    expect(notional.map(({ facts }) => facts)).toEqual([total, total]);
    expect(notional.map(({ total }) => total)).toEqual([total, total]);
  });

  it.each([
    [
      "a wrong amount",
      "INSERT INTO trades_1d_rollup (trade_date, notional) VALUES ('2026-01-01', 1)",
      ["trades_1d_rollup.notional"],
    ],
    [
      "two errors that cancel out",
      "INSERT INTO trades_1d_rollup_geo (trade_date, symbol, pnl) VALUES ('2026-01-01', 'A', 1), ('2026-01-01', 'B', -1)",
      ["trades_1d_rollup_geo.pnl"],
    ],
  ])("that hold %s are found out and put right", async (_, damage, found) => {
    await insert(makeTrades(500));
    await client.command({ query: damage });
    expect(
      (await unequal()).map(({ rollup, measure }) => `${rollup}.${measure}`),
    ).toEqual(found);
    await rebuildRollups(warehouse.connections.owner);
    expect(await unequal()).toEqual([]);
  });

  it("that lost rows are put right, and go on filling", async () => {
    const trades = makeTrades(1500);
    await insert(trades.slice(0, 1000));
    await client.command({ query: "TRUNCATE TABLE trades_1d_rollup" });
    expect(await unequal()).not.toEqual([]);
    expect(await rebuildRollups(warehouse.connections.owner)).toEqual(
      TABLES.slice(1),
    );
    await insert(trades.slice(1000));
    expect(await totals()).toEqual(expected(trades));
    expect(await unequal()).toEqual([]);
    expect(
      await rows(
        client,
        "SELECT name FROM system.tables WHERE name LIKE '%rebuild%'",
      ),
    ).toEqual([]);
  });

  it("show readers old or new, never half, while they are rebuilt", async () => {
    const trades = makeTrades(20_000);
    await insert(trades);
    const seen = new Set<string>();
    let rebuilding = true;
    const watch = async () => {
      while (rebuilding) seen.add(JSON.stringify(await totals()));
    };
    const watching = watch();
    for (let round = 0; round < 3; round++) {
      await rebuildRollups(warehouse.connections.owner);
    }
    rebuilding = false;
    await watching;
    expect([...seen]).toEqual([JSON.stringify(expected(trades))]);
  });
});

describe("a repeated insert", () => {
  it("counts once when its token is the same", async () => {
    const trades = makeTrades(1000);
    await insert(trades, "batch 1");
    await insert(trades, "batch 1");
    expect(await totals()).toEqual(expected(trades));
  });

  it("counts twice when its token is another, even if the rows are the same", async () => {
    const trades = makeTrades(1000);
    await insert(trades, "batch 1");
    await insert(trades, "batch 2");
    expect(await totals()).toEqual(expected([...trades, ...trades]));
    expect(await unequal()).toEqual([]);
  });

  it("counts once after a restart", async () => {
    const trades = makeTrades(1000);
    await insert(trades, "batch 1");
    await killEngine();
    await insert(trades, "batch 1");
    expect(await totals()).toEqual(expected(trades));
  });
});

/** Kills the engine and starts another one; `between` runs while there is none. */
async function killEngine(between: () => void = () => undefined) {
  await killWarehouse(engine);
  between();
  engine = await startWarehouse(warehouse.config, SILENT);
}

describe("an engine killed during inserts", () => {
  // The moment is a few microseconds long: about one kill in a hundred hits it.
  it.each(TABLES)(
    "between noting a part of %s and storing it counts the trades once",
    async (table) => {
      const trades = makeTrades(100);
      await insert(trades, "batch 1");
      const [found] = await rows<{ path: string }>(
        client,
        `SELECT data_paths[1] AS path FROM system.tables WHERE database = 'pivot' AND name = '${table}'`,
      );
      const path = found?.path ?? "";
      const log = readFileSync(
        join(path, "deduplication_logs", "deduplication_log_1.txt"),
        "utf8",
      );
      const part = log.trimEnd().split("\n").at(-1)?.split("\t")[1] ?? "";
      await killEngine(() => rmSync(join(path, part), { recursive: true }));
      expect(await totals()).not.toEqual(expected(trades));
      await insert(trades, "batch 1");
      expect(await totals()).toEqual(expected(trades));
    },
  );

  it("holds every trade once when all are sent again", async () => {
    const BATCHES = 20;
    const SIZE = 2500;
    const batches = Array.from({ length: BATCHES }, (_, batch) =>
      makeTrades(SIZE, batch * SIZE),
    );
    const send = (batch: number) =>
      insert(batches[batch] ?? [], `series ${batch}`);
    for (const sentBefore of [BATCHES / 4, BATCHES / 2]) {
      let sent = 0;
      let failed = 0;
      const sending = (async () => {
        for (let batch = 0; batch < BATCHES; batch++) {
          await send(batch).then(
            () => (sent += 1),
            () => (failed += 1),
          );
        }
      })();
      await vi.waitUntil(() => sent >= sentBefore, WAITING);
      await killEngine();
      await sending;
      expect(failed).toBeGreaterThan(0);
      for (let batch = 0; batch < BATCHES; batch++) await send(batch);
      expect(await totals()).toEqual(expected(batches.flat()));
      expect(await unequal()).toEqual([]);
      await resetDatabase(warehouse.connections.owner);
    }
  });
});

import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadBench, type LoadBench } from "../support/load-bench.ts";

/** Five batches of 10,000 trades, one on each of five days. */
const LOAD = ["load", "-r", "50000", "--days", "5"];
const FACTS = "SELECT count() FROM trades_1d";

let bench: LoadBench;

beforeAll(async () => {
  bench = await loadBench(LOAD);
});

afterAll(() => bench?.remove());

describe("a warehouse of another schema", () => {
  beforeAll(() => bench.startOver());

  const rename = (from: string, to: string) => `RENAME TABLE ${from} TO ${to}`;
  const alter = (change: string) => `ALTER TABLE trades_1d ${change}`;
  const views = (statement: string) => [
    `${statement} TABLE trades_1d_rollup_mv`,
    `${statement} TABLE trades_1d_rollup_geo_mv`,
  ];

  it.each([
    [
      "a missing table",
      [rename("loads", "hidden")],
      [rename("hidden", "loads")],
      "it has no table loads",
    ],
    [
      "a missing rollup and a missing view",
      [...views("DETACH").slice(1), rename("trades_1d_rollup", "hidden")],
      [rename("hidden", "trades_1d_rollup"), ...views("ATTACH").slice(1)],
      "it has no table trades_1d_rollup, trades_1d_rollup_geo_mv",
    ],
    [
      "a column of another type",
      [alter("MODIFY COLUMN vol Float32")],
      [alter("MODIFY COLUMN vol Float64")],
      "vol should be Float64 and is Float32",
    ],
    [
      "a column that is missing and one that is new",
      [alter("RENAME COLUMN metric_9 TO metric_99")],
      [alter("RENAME COLUMN metric_99 TO metric_9")],
      "metric_9 should be Float64 and is missing; metric_99 is unknown",
    ],
    [
      "an older version",
      [
        "CREATE TABLE forgotten ENGINE = Memory AS SELECT * FROM schema_migrations WHERE name = '050_loads.sql'",
        "DELETE FROM schema_migrations WHERE name = '050_loads.sql'",
      ],
      [
        "INSERT INTO schema_migrations SELECT * FROM forgotten",
        "DROP TABLE forgotten",
      ],
      "sql/050_loads.sql has not been applied\n  hint: apply sql/ with `npm run db:migrate`",
    ],
    [
      "a newer version",
      [
        "INSERT INTO schema_migrations (name, checksum) VALUES ('999_new.sql', repeat('0', 64))",
      ],
      ["DELETE FROM schema_migrations WHERE name = '999_new.sql'"],
      "sql/999_new.sql has been applied, which this version does not have\n  hint: use the version of the generator that the database is of",
    ],
    [
      "an older version of a file",
      [
        "INSERT INTO schema_migrations (name, checksum, applied_at) VALUES ('020_trades_1d.sql', repeat('0', 64), now() + 60)",
      ],
      ["DELETE FROM schema_migrations WHERE checksum = repeat('0', 64)"],
      "sql/020_trades_1d.sql has been applied in another version\n  hint: use the version of the generator that the database is of",
    ],
  ])("is refused: %s", async (_, changes, undo, difference) => {
    for (const change of changes) await bench.command(change);
    try {
      const { status, stdout, stderr } = await bench.generate(...LOAD);
      expect(stderr).toMatch(
        /^error: the database has another schema than this version of the generator: /,
      );
      expect(stderr).toContain(difference);
      expect(stderr).toContain("npm run db:reset");
      expect([status, stdout]).toEqual([1, ""]);
      expect(existsSync(bench.checkpoints)).toBe(false);
    } finally {
      for (const change of undo) await bench.command(change);
    }
  });

  it.each([
    ["without any table", "default", "it has no table instruments, constit"],
    ["without a database", "nowhere", "refused (UNKNOWN_DATABASE)"],
  ])("is refused %s", async (_, database, message) => {
    const { url, user, password } = bench.warehouse.connections.owner;
    const { status, stderr } = await bench.shell(
      `CLICKHOUSE_URL=${url} CLICKHOUSE_USER=${user} CLICKHOUSE_PASSWORD='${password}' CLICKHOUSE_DATABASE=${database} $GENERATE load --no-checkpoint`,
    );
    expect(stderr).toContain(message);
    expect(stderr).toContain("npm run db:migrate");
    expect(status).toBe(1);
  });

  it("is loaded when it is as it was", async () => {
    expect((await bench.generate(...LOAD)).status).toBe(0);
    await bench.expectWhole();
  });
});

describe("a login that is refused", () => {
  beforeAll(() => bench.startOver());

  const load = (user: string, password: string) => {
    const { url } = bench.warehouse.connections.owner;
    return bench.shell(
      `CLICKHOUSE_URL=${url} CLICKHOUSE_USER='${user}' CLICKHOUSE_PASSWORD='${password}' $GENERATE load -r 10 --checkpoints ${bench.checkpoints}`,
    );
  };

  it.each([
    [
      "another password",
      () => load(bench.warehouse.connections.owner.user, "x"),
    ],
    ["another user", () => load("nobody", "")],
  ])("says where it comes from: %s", async (_, run) => {
    const { status, stdout, stderr } = await run();
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(
      "error: the warehouse refused (AUTHENTICATION_FAILED): ",
    );
    expect(stderr).toContain(
      "hint: check CLICKHOUSE_USER and CLICKHOUSE_PASSW",
    );
    expect(stderr).not.toContain(bench.warehouse.connections.owner.password);
    expect(existsSync(bench.checkpoints)).toBe(false);
  });

  it("says which user may load, to one who may only read", async () => {
    const { user, password } = bench.warehouse.connections.reader;
    const { status, stderr } = await load(user, password);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /error: the warehouse refused \((ACCESS_DENIED|READONLY)\)/,
    );
    expect(stderr).toContain("hint: use a user that may read and insert");
    expect(await bench.count(FACTS)).toBe(0);
    expect(existsSync(bench.checkpoints)).toBe(false);
  });
});

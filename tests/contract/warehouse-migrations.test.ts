import { createHash } from "node:crypto";
import {
  cp,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ServiceError } from "../../base/errors.ts";
import { rows, withClient } from "../../server/warehouse/client.ts";
import { migrate } from "../../server/warehouse/migrations.ts";
import { resetDatabase, storedRows } from "../../server/warehouse/reset.ts";
import { testWarehouse, type TestWarehouse } from "../support/warehouse.ts";

let warehouse: TestWarehouse;
let directory: string;
let files: string[];

beforeAll(async () => {
  warehouse = await testWarehouse();
});

afterAll(async () => {
  await warehouse.remove();
  await rm(directory, { recursive: true, force: true });
});

beforeEach(async () => {
  if (directory) await rm(directory, { recursive: true, force: true });
  directory = await mkdtemp(join(tmpdir(), "lookthrough-sql-"));
  await cp("sql", directory, { recursive: true });
  files = (await readdir("sql")).filter((name) => name.endsWith(".sql")).sort();
  await reset();
});

const owner = () => warehouse.connections.owner;
const run = () => migrate(owner(), { directory });
const reset = () => resetDatabase(owner(), { directory });
const failure = () =>
  run().then(
    () => expect.fail("migrated"),
    (error: unknown) => error as ServiceError,
  );
const recorded = () =>
  withClient(owner(), (client) =>
    rows<{ name: string; checksum: string }>(
      client,
      "SELECT name, checksum FROM schema_migrations ORDER BY name",
    ),
  );

describe("migrate", () => {
  it("applies every file once and records its SHA-256", async () => {
    const expected = await Promise.all(
      files.map(async (name) => ({
        name,
        checksum: createHash("sha256")
          .update(await readFile(join("sql", name)))
          .digest("hex"),
      })),
    );
    expect(await recorded()).toEqual(expected);
    expect(await run()).toEqual({ applied: [], unchanged: files });
  });

  it("adds a new file to an existing schema", async () => {
    await writeFile(
      join(directory, "900_extra.sql"),
      "CREATE TABLE {{database}}.extra {{on_cluster}} (n UInt8) ENGINE = {{replicated}}MergeTree ORDER BY n",
    );
    expect((await run()).applied).toEqual(["900_extra.sql"]);
    expect((await run()).applied).toEqual([]);
  });

  it("refuses a changed file, naming both checksums and the way out", async () => {
    const name = "010_instruments.sql";
    const before = (await recorded()).find((row) => row.name === name);
    const text = `${await readFile(join(directory, name), "utf8")} `;
    await writeFile(join(directory, name), text);
    const error = await failure();
    expect(error.code).toBe("migration-changed");
    expect(error.message).toContain(name);
    expect(error.message).toContain(before?.checksum);
    expect(error.message).toContain(
      createHash("sha256").update(text).digest("hex"),
    );
    expect(error.hint).toContain("db:reset");
  });

  it("refuses a vanished file", async () => {
    await rm(join(directory, "040_instruments_dict.sql"));
    const error = await failure();
    expect(error.code).toBe("migration-missing");
    expect(error.message).toContain("040_instruments_dict.sql");
  });

  it("keeps what was applied before a failure and goes on from there", async () => {
    await writeFile(
      join(directory, "800_good.sql"),
      "CREATE TABLE {{database}}.good (n UInt8) ENGINE = MergeTree ORDER BY n",
    );
    const bad = join(directory, "810_bad.sql");
    await writeFile(bad, "CREATE TABLE {{database}}.bad (n Unknown)");
    const error = await failure();
    expect(error.code).toBe("migration-failed");
    expect(error.message).toContain("810_bad.sql");
    expect(error.message).toContain("Unknown");
    await writeFile(
      bad,
      "CREATE TABLE {{database}}.bad (n UInt8) ENGINE = MergeTree ORDER BY n",
    );
    expect((await run()).applied).toEqual(["810_bad.sql"]);
  });

  it("names an unknown placeholder", async () => {
    await writeFile(join(directory, "900_typo.sql"), "SELECT {{databse}}");
    const error = await failure();
    expect(error.code).toBe("unknown-placeholder");
    expect(error.message).toContain("{{databse}}");
  });

  it("lets dictionaries read with either login", async () => {
    for (const dictionary of [warehouse.connections.reader, owner()]) {
      await resetDatabase(owner(), { dictionary });
      await withClient(owner(), async (client) => {
        await client.insert({
          table: "instruments",
          values: [{ symbol: "AAPL", name: "Apple" }],
          format: "JSONEachRow",
        });
        const query =
          "SELECT dictGet('pivot.instruments_dict', 'name', 'AAPL') AS name";
        await expect
          .poll(() => rows(client, query), { timeout: 30_000 })
          .toEqual([{ name: "Apple" }]);
      });
    }
  });
});

describe("the schema", () => {
  it("stores the 55 columns of the CSV in its order", async () => {
    const columns = await withClient(owner(), (client) =>
      rows<{ name: string }>(
        client,
        "SELECT name FROM system.columns WHERE database = 'pivot' AND table = 'trades_1d' AND default_kind = '' ORDER BY position",
      ),
    );
    const names = columns.map(({ name }) => name);
    expect(names).toHaveLength(55);
    expect(names[18]).toBe("exposure_type");
    expect(names.slice(0, 3)).toEqual([
      "trade_date",
      "ts",
      "portfolio_manager_id",
    ]);
    expect(names.at(-1)).toBe("metric_14");
  });

  it("comments every column of every table", async () => {
    expect(
      await withClient(owner(), (client) =>
        rows(
          client,
          "SELECT c.table, c.name FROM system.columns AS c JOIN system.tables AS t ON t.database = c.database AND t.name = c.table WHERE c.database = 'pivot' AND c.comment = '' AND t.engine LIKE '%MergeTree'",
        ),
      ),
    ).toEqual([]);
  });
});

describe("reset", () => {
  it("deletes every row and keeps the schema", async () => {
    await withClient(owner(), (client) =>
      client.insert({
        table: "trades_1d",
        values: [{ trade_date: "2026-01-05" }],
        format: "JSONEachRow",
      }),
    );
    // The fact and one row in each of the two rollups.
    expect(await storedRows(owner())).toBe(3);
    expect((await reset()).applied).toEqual(files);
    expect(await storedRows(owner())).toBe(0);
  });
});

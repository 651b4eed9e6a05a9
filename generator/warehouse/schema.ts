import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { ServiceError } from "../../base/errors.ts";
import { COLUMN_TYPES } from "../column-types.ts";
import type { WarehouseClient } from "./client.ts";

/** Rollups and the views that fill them too: without, a load would end with an error. */
const TABLES = [
  "instruments",
  "constituents",
  "trades_1d",
  "trades_1d_rollup",
  "trades_1d_rollup_mv",
  "trades_1d_rollup_geo",
  "trades_1d_rollup_geo_mv",
  "loads",
  "schema_migrations",
];

const SQL_FOLDER = new URL("../../sql/", import.meta.url);

const EXISTING = `
SELECT name FROM system.tables
WHERE database = currentDatabase() AND has({tables:Array(String)}, name)`;

const STORED = `
SELECT name, type FROM system.columns
WHERE database = currentDatabase() AND table = 'trades_1d' AND default_kind != 'ALIAS'`;

const APPLIED = `
SELECT name, argMax(checksum, applied_at) AS checksum
FROM schema_migrations
GROUP BY name
ORDER BY name`;

/**
 * Makes sure that the tables are those this generator writes.
 *
 * @throws ServiceError `wrong-schema` naming what is missing or different
 */
export async function checkSchema(client: WarehouseClient): Promise<void> {
  const existing = await client.rows<{ name: string }>(EXISTING, {
    tables: TABLES,
  });
  const names = new Set(existing.map(({ name }) => name));
  const missing = TABLES.filter((name) => !names.has(name));
  if (missing.length > 0) throw wrong(`it has no table ${missing.join(", ")}`);

  const columns = await client.rows<{ name: string; type: string }>(STORED);
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const faults = Object.entries(COLUMN_TYPES)
    .filter(([name, type]) => types.get(name) !== type)
    .map(
      ([name, type]) =>
        `${name} should be ${type} and is ${types.get(name) ?? "missing"}`,
    );
  const unknown = [...types.keys()].filter((name) => !(name in COLUMN_TYPES));
  faults.push(...unknown.map((name) => `${name} is unknown`));
  if (faults.length > 0) {
    throw wrong(`of the columns of trades_1d, ${faults.join("; ")}`);
  }
  await checkVersion(client);
}

/** Files of sql/ change more than columns: what a rollup sums, how rows are sorted. */
async function checkVersion(client: WarehouseClient): Promise<void> {
  const rows = await client.rows<{ name: string; checksum: string }>(APPLIED);
  const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]));
  const names = (await readdir(SQL_FOLDER)).filter((name) =>
    name.endsWith(".sql"),
  );
  for (const name of names.sort()) {
    const checksum = applied.get(name);
    if (checksum === undefined) {
      throw wrong(`sql/${name} has not been applied`);
    }
    const text = await readFile(new URL(name, SQL_FOLDER));
    if (checksum !== createHash("sha256").update(text).digest("hex")) {
      throw wrong(
        `sql/${name} has been applied in another version`,
        OTHER_VERSION,
      );
    }
    applied.delete(name);
  }
  const [unknown] = applied.keys();
  if (unknown !== undefined) {
    throw wrong(
      `sql/${unknown} has been applied, which this version does not have`,
      OTHER_VERSION,
    );
  }
}

const MIGRATE =
  "apply sql/ with `npm run db:migrate`, or start over with `npm run db:reset`";
const OTHER_VERSION =
  "use the version of the generator that the database is of, or start over with `npm run db:reset`, which deletes all data";

const wrong = (what: string, hint = MIGRATE) =>
  new ServiceError(
    "wrong-schema",
    `the database has another schema than this version of the generator: ${what}`,
    { hint },
  );

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
];

const EXISTING = `
SELECT name FROM system.tables
WHERE database = currentDatabase() AND has({tables:Array(String)}, name)`;

const STORED = `
SELECT name, type FROM system.columns
WHERE database = currentDatabase() AND table = 'trades_1d' AND default_kind != 'ALIAS'`;

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
}

const wrong = (what: string) =>
  new ServiceError(
    "wrong-schema",
    `the database has another schema than this version of the generator: ${what}`,
    {
      hint: "apply sql/ with `npm run db:migrate`, or start over with `npm run db:reset`",
    },
  );

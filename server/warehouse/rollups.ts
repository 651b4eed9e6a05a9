import type { ClickHouseClient } from "@clickhouse/client";
import { ServiceError } from "../../base/errors.ts";
import type { ClickHouseConnection } from "../config.ts";
import { rows, withClient } from "./client.ts";
import {
  placeholders,
  quoteName,
  readSqlFiles,
  render,
  type SqlFile,
} from "./sql-files.ts";

/** A rollup table and the query that fills it. */
export interface Rollup {
  /** Name of the table the view writes to. */
  table: string;
  /** Name of the table the view reads. */
  facts: string;
  /** The view's SELECT. */
  select: string;
}

const VIEW =
  /CREATE MATERIALIZED VIEW[\s\S]*?\bTO\s+\w+\.(\w+)\s+AS\s+(SELECT\b[\s\S]*?\bFROM\s+\w+\.(\w+)[\s\S]*)$/;

/** The rollups that `sql/` declares: one per materialized view. */
export async function readRollups(database: string): Promise<Rollup[]> {
  const values = placeholders(database, undefined, { user: "", password: "" });
  const files = await readSqlFiles();
  return files.flatMap((file) => parseRollup(render(file, values)));
}

function parseRollup(statement: SqlFile["text"]): Rollup[] {
  const [, table, select, facts] = VIEW.exec(statement) ?? [];
  return table && select && facts ? [{ table, facts, select }] : [];
}

/**
 * Computes every rollup anew from the facts. Readers see the old table until
 * the new one takes its place in one step. Loading must pause meanwhile.
 *
 * @returns names of the rebuilt tables
 * @throws ServiceError `facts-changed` when rows were loaded meanwhile; the
 *   rollup is then what it was
 */
export async function rebuildRollups(
  connection: ClickHouseConnection,
): Promise<string[]> {
  const { database } = connection;
  const rollups = await readRollups(database);
  await withClient(connection, async (client) => {
    for (const rollup of rollups) await rebuild(client, rollup);
  });
  return rollups.map(({ table }) => table);
}

async function rebuild(client: ClickHouseClient, rollup: Rollup) {
  const table = quoteName(rollup.table);
  const twin = quoteName(`${rollup.table}_rebuild`);
  const run = (query: string) =>
    client.command({ query, clickhouse_settings: { insert_deduplicate: 0 } });
  await run(`DROP TABLE IF EXISTS ${twin} SYNC`);
  await run(`CREATE TABLE ${twin} AS ${table}`);
  try {
    const before = await countFacts(client, rollup.facts);
    await run(`INSERT INTO ${twin} ${rollup.select}`);
    const after = await countFacts(client, rollup.facts);
    if (before !== after) {
      throw new ServiceError(
        "facts-changed",
        `${rollup.facts} changed from ${before} to ${after} rows while ${rollup.table} was rebuilt`,
        { hint: "pause loading and run npm run db:rollups again" },
      );
    }
    await run(`EXCHANGE TABLES ${table} AND ${twin}`);
  } finally {
    await run(`DROP TABLE IF EXISTS ${twin} SYNC`);
  }
}

async function countFacts(client: ClickHouseClient, facts: string) {
  const found = await rows<{ facts: string }>(
    client,
    `SELECT toString(count()) AS facts FROM ${quoteName(facts)}`,
  );
  return found[0]?.facts ?? "0";
}

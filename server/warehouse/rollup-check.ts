import type { ClickHouseClient } from "@clickhouse/client";
import type { ClickHouseConnection } from "../config.ts";
import { rows, withClient } from "./client.ts";
import { readRollups, type Rollup } from "./rollups.ts";
import { quoteName } from "./sql-files.ts";

/** One measure of one rollup, compared group by group with the facts. */
export interface RollupCheck {
  rollup: string;
  measure: string;
  /** Sum over all facts. */
  facts: number;
  /** Sum over the whole rollup. */
  total: number;
  /** Groups in facts or rollup: combinations of all dimension columns. */
  groups: number;
  /** Groups that differ by more than rounding. */
  unequal: number;
}

/**
 * Two orders of summation differ in the last digits: relative to the sum of
 * the absolute values, which bounds the error of either.
 */
const TOLERANCE = 1e-9;

/** Compares every measure of every rollup with the same GROUP BY over the facts. */
export function verifyRollups(
  connection: ClickHouseConnection,
): Promise<RollupCheck[]> {
  return withClient(connection, async (client) => {
    const checks: RollupCheck[] = [];
    for (const rollup of await readRollups(connection.database)) {
      checks.push(...(await verify(client, connection.database, rollup)));
    }
    return checks;
  });
}

async function verify(
  client: ClickHouseClient,
  database: string,
  rollup: Rollup,
): Promise<RollupCheck[]> {
  const columns = await rows<{ name: string; type: string }>(
    client,
    "SELECT name, type FROM system.columns WHERE database = {database:String} AND table = {table:String} ORDER BY position",
    { database, table: rollup.table },
  );
  const isMeasure = ({ type }: { type: string }) =>
    type.startsWith("SimpleAggregateFunction");
  const measures = columns.filter(isMeasure).map(({ name }) => name);
  const dimensions = columns
    .filter((column) => !isMeasure(column))
    .map(({ name }) => name);
  const [found] = await rows<Record<string, number>>(
    client,
    comparison(rollup, dimensions, measures),
  );
  const value = (name: string) => Number(found?.[name] ?? 0);
  return measures.map((measure, index) => ({
    rollup: rollup.table,
    measure,
    facts: value(`facts_${index}`),
    total: value(`rollup_${index}`),
    groups: value("groups"),
    unequal: value(`unequal_${index}`),
  }));
}

function comparison(
  rollup: Rollup,
  dimensions: string[],
  measures: string[],
): string {
  const keys = dimensions.map(quoteName).join(", ");
  const each = (build: (index: number, measure: string) => string) =>
    measures.map((measure, index) => build(index, quoteName(measure)));
  const number = (measure: string) => `toFloat64(${measure})`;
  const factColumns = each(
    (i, m) => `${number(m)} AS f${i}, abs(f${i}) AS a${i}, 0. AS r${i}`,
  );
  const rollupColumns = each(
    (i, m) => `0. AS f${i}, 0. AS a${i}, ${number(m)} AS r${i}`,
  );
  const sums = each(
    (i) => `sum(f${i}) AS sf${i}, sum(a${i}) AS sa${i}, sum(r${i}) AS sr${i}`,
  );
  const results = each(
    (i) =>
      `sum(sf${i}) AS facts_${i}, sum(sr${i}) AS rollup_${i}, ` +
      `countIf(NOT abs(sf${i} - sr${i}) <= ${TOLERANCE} * sa${i}) AS unequal_${i}`,
  );
  const source = (table: string, columns: string[]) =>
    `SELECT ${keys}, ${columns.join(", ")} FROM ${quoteName(table)}`;
  return (
    `SELECT count() AS groups, ${results.join(", ")} FROM (` +
    `SELECT ${keys}, ${sums.join(", ")} FROM (` +
    `${source(rollup.facts, factColumns)} UNION ALL ${source(rollup.table, rollupColumns)}` +
    `) GROUP BY ${keys})`
  );
}

import type pg from "pg";
import type { Stack } from "../../tests/support/stack.ts";
import { interleave, type Timing } from "../measure.ts";
import { ask, clickhouseSql, post } from "../queries/api.ts";
import {
  cubeQuery,
  type Scenario,
  sqlQuery,
  unseen,
  unseenLimit,
} from "../queries/scenarios.ts";

export const LANES = [
  "direct",
  "REST",
  "SQL simple",
  "SQL prepared",
  "REST cached",
  "SQL simple cached",
  "SQL prepared cached",
] as const;
export type Lane = (typeof LANES)[number];

export interface LatencyResult {
  name: string;
  rows: number;
  lanes: Record<Lane, Timing>;
}

const VIEW = "trade_metrics";

/** One question over REST, the SQL API and ClickHouse itself, in turn. */
export async function measureLatency(
  stack: Stack,
  sql: pg.Client,
  scenario: Scenario,
  days: readonly string[],
  rounds: number,
): Promise<LatencyResult> {
  const { url, user, password, database } = stack.connections.cube;
  const rest = cubeQuery(scenario, VIEW, days);
  const directSql = await clickhouseSql(stack, rest);
  const direct = () =>
    post(
      `${url}/?database=${database}&default_format=JSONCompact&prefer_column_name_to_alias=1&join_use_nulls=1`,
      directSql,
      { "x-clickhouse-user": user, "x-clickhouse-key": password },
    );
  const template = sqlQuery(scenario, VIEW);
  const range = scenario.dateRange ? [days.at(0), days.at(-1)] : [];
  const simple = (limit: number) =>
    sql.query(
      `${range.reduce((text: string, day, place) => text.replace(`$${place + 1}`, `'${day}'`), template)} LIMIT ${limit}`,
    );
  const prepared = (limit: number) =>
    sql.query({
      name: scenario.name,
      text: `${template} LIMIT $${range.length + 1}`,
      values: [...range, limit],
    });
  const { data } = await ask(stack, rest, "no-cache");
  const { rows } = await simple(rest.limit);
  if (rows.length !== data.length) {
    throw new Error(
      `${scenario.name}: ${rows.length} rows over SQL, ${data.length} over REST`,
    );
  }
  const lanes = await interleave(
    {
      direct,
      REST: () => ask(stack, unseen(rest), "stale-if-slow"),
      "SQL simple": () => simple(unseenLimit()),
      "SQL prepared": () => prepared(unseenLimit()),
      "REST cached": () => ask(stack, rest, "stale-if-slow"),
      "SQL simple cached": () => simple(rest.limit),
      "SQL prepared cached": () => prepared(rest.limit),
    } satisfies Record<Lane, () => Promise<unknown>>,
    rounds,
  );
  return { name: scenario.name, rows: rows.length, lanes };
}

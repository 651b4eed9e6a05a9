import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@clickhouse/client";
import { startStack, type Stack } from "../../tests/support/stack.ts";
import { benchCommand, say, trades } from "../bench-command.ts";
import { ask, type Cache, clickhouseSql, post } from "./api.ts";
import { loadTrades } from "./load-trades.ts";
import { machine } from "../machine.ts";
import { interleave, throughput } from "../measure.ts";
import {
  type Lane,
  markdown,
  type Report,
  type ScenarioResult,
} from "./report.ts";
import { cubeQuery, type Scenario, SCENARIOS, unseen } from "./scenarios.ts";

/** Answers are kept only when data has been unchanged for a while (server/cube/data-version.ts). */
export const SETTLE_MS = 10_000;

async function measure(
  stack: Stack,
  scenario: Scenario,
  days: string[],
  rounds: number,
): Promise<ScenarioResult> {
  const { url, user, password, database } = stack.connections.cube;
  const rollup = cubeQuery(scenario, "trade_metrics", days);
  const raw = cubeQuery(scenario, "trade_metrics_raw", days);
  const answer = await ask(stack, rollup, "no-cache");
  if (Object.keys(answer.usedPreAggregations ?? {}).length === 0) {
    throw new Error(`missed rollup: ${scenario.name}`);
  }
  const direct = (statement: string) =>
    post(
      `${url}/?database=${database}&default_format=JSONCompact&prefer_column_name_to_alias=1&join_use_nulls=1`,
      statement,
      { "x-clickhouse-user": user, "x-clickhouse-key": password },
    );
  const rest = (query: unknown, cache: Cache) => () => ask(stack, query, cache);
  const [rollupSql, rawSql] = [
    await clickhouseSql(stack, rollup),
    await clickhouseSql(stack, raw),
  ];
  const lanes = await interleave(
    {
      "rollup direct": () => direct(rollupSql),
      "rollup REST": rest(rollup, "no-cache"),
      "unseen REST": () => ask(stack, unseen(rollup), "stale-if-slow"),
      "cached REST": rest(rollup, "stale-if-slow"),
      "raw direct": () => direct(rawSql),
      "raw REST": rest(raw, "no-cache"),
    } satisfies Record<Lane, () => Promise<unknown>>,
    rounds,
  );
  return {
    name: scenario.name,
    rows: answer.data.length,
    lanes: lanes,
  };
}

interface Sizes {
  trades: number;
  rounds: number;
}

async function bench(sizes: Sizes): Promise<Report> {
  const stack = await startStack({ rows: 0, mode: "production" });
  try {
    await loadTrades(stack, sizes.trades);
    await sleep(SETTLE_MS);
    const { url, user, password, database } = stack.connections.owner;
    const client = createClient({ url, username: user, password, database });
    const query = async <T>(text: string) => {
      const result = await client.query({ query: text, format: "JSONEachRow" });
      return result.json<T>();
    };
    const [size] = await query<{
      version: string;
      facts: string;
      rollup: string;
    }>(
      "SELECT version() AS version, (SELECT count() FROM trades_1d) AS facts, (SELECT count() FROM trades_1d_rollup) AS rollup",
    );
    const days = await query<{ day: string }>(
      "SELECT DISTINCT toString(trade_date) AS day FROM trades_1d ORDER BY day",
    );
    await client.close();
    const range = days.map(({ day }) => day);
    const scenarios: ScenarioResult[] = [];
    for (const scenario of SCENARIOS) {
      say(scenario.name);
      scenarios.push(await measure(stack, scenario, range, sizes.rounds));
    }
    const cached = SCENARIOS[1] as Scenario;
    return {
      machine: machine(),
      clickhouse: size?.version ?? "",
      node: process.versions.node,
      trades: sizes.trades,
      facts: Number(size?.facts),
      rollupRows: Number(size?.rollup),
      scenarios,
      cachedPerSecond: await throughput(
        () =>
          ask(
            stack,
            cubeQuery(cached, "trade_metrics", range),
            "stale-if-slow",
          ),
        8,
        5,
      ),
    };
  } finally {
    await stack.stop();
  }
}

/** Measures questions. */
export const queries = benchCommand({
  name: "queries",
  summary:
    "Measures rollup against raw, cached against uncached and REST against ClickHouse itself, in one run.",
  counts: {
    trades: trades(1_000_000),
    rounds: {
      default: 15,
      min: 1,
      max: 1000,
      description: "repetitions of each lane",
    },
  },
  measure: bench,
  markdown,
});

import { loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { connect, rows } from "../../server/warehouse/client.ts";
import { startStack, type Stack } from "../../tests/support/stack.ts";
import { benchCommand, say, trades } from "../bench-command.ts";
import { machine } from "../machine.ts";
import { SETTLE_MS } from "../queries/command.ts";
import { loadTrades } from "../queries/load-trades.ts";
import { SCENARIOS } from "../queries/scenarios.ts";
import { sqlClient } from "./client.ts";
import { measureConnect, measureFirstConnect } from "./connect.ts";
import { type LatencyResult, measureLatency } from "./latency.ts";
import { markdown, type Report } from "./report.ts";
import { measureStream } from "./stream.ts";

interface Sizes {
  trades: number;
  rounds: number;
  streams: number;
}

/** Measures the SQL API. */
export const sqlApi = benchCommand({
  name: "sql-api",
  summary:
    "Measures the SQL API beside REST and ClickHouse itself, a stream of all facts, and connecting, in one run.",
  counts: {
    trades: trades(540_000),
    rounds: {
      default: 15,
      min: 1,
      max: 1000,
      description: "repetitions of each lane",
    },
    streams: {
      default: 3,
      min: 1,
      max: 100,
      description: "repetitions of the stream; the fastest counts",
    },
  },
  measure: bench,
  markdown,
});

async function bench(sizes: Sizes): Promise<Report> {
  const [begin = 0] = loadavg();
  say("first connections");
  const firstConnect = await measureFirstConnect();
  const stack = await startStack({ rows: 0, mode: "production", sqlApi: true });
  try {
    await loadTrades(stack, sizes.trades);
    await sleep(SETTLE_MS);
    const { version, facts, days } = await warehouseOf(stack);
    say("connect");
    const connected = await measureConnect(stack, 10 * sizes.rounds);
    say("stream");
    const stream = await measureStream(stack, sizes.streams);
    const client = sqlClient(stack);
    await client.connect();
    const latency: LatencyResult[] = [];
    for (const scenario of SCENARIOS) {
      say(scenario.name);
      latency.push(
        await measureLatency(stack, client, scenario, days, sizes.rounds),
      );
    }
    await client.end();
    const [end = 0] = loadavg();
    return {
      machine: machine(),
      clickhouse: version,
      node: process.versions.node,
      load: [begin, end],
      trades: sizes.trades,
      facts,
      latency,
      stream,
      connect: connected,
      firstConnect,
    };
  } finally {
    await stack.stop();
  }
}

async function warehouseOf({ connections }: Stack) {
  const client = connect(connections.owner);
  const [size] = await rows<{ version: string; facts: string }>(
    client,
    "SELECT version() AS version, count() AS facts FROM trades_1d",
  );
  const days = await rows<{ day: string }>(
    client,
    "SELECT DISTINCT toString(trade_date) AS day FROM trades_1d ORDER BY day",
  );
  await client.close();
  return {
    version: size?.version ?? "",
    facts: Number(size?.facts),
    days: days.map(({ day }) => day),
  };
}

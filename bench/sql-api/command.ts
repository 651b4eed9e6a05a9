import { writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "../../base/cli.ts";
import { connect, rows } from "../../server/warehouse/client.ts";
import { startStack, type Stack } from "../../tests/support/stack.ts";
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
export const sqlApi: Command = {
  name: "sql-api",
  summary:
    "Measures the SQL API beside REST and ClickHouse itself, a stream of all facts, and connecting, in one run.",
  options: {
    trades: {
      type: "string",
      default: "540000",
      value: "n",
      description: "trades to load into a throw-away warehouse",
    },
    rounds: {
      type: "string",
      default: "15",
      value: "n",
      description: "repetitions of each lane",
    },
    streams: {
      type: "string",
      default: "3",
      value: "n",
      description: "repetitions of the stream; the fastest counts",
    },
    json: {
      type: "string",
      value: "file",
      description: "also write every number as JSON",
    },
  },
  async run(args) {
    const report = await bench({
      trades: args.integer("trades", { min: 1000, max: 100_000_000 }),
      rounds: args.integer("rounds", { min: 1, max: 1000 }),
      streams: args.integer("streams", { min: 1, max: 100 }),
    });
    process.stdout.write(markdown(report));
    const file = args.text("json");
    if (file !== undefined) {
      await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
    }
  },
};

async function bench({ trades, rounds, streams }: Sizes): Promise<Report> {
  const [begin = 0] = loadavg();
  const say = (text: string) => process.stderr.write(`${text}\n`);
  say("first connections");
  const firstConnect = await measureFirstConnect();
  const stack = await startStack({ rows: 0, mode: "production", sqlApi: true });
  try {
    await loadTrades(stack, trades);
    await sleep(SETTLE_MS);
    const { version, facts, days } = await warehouseOf(stack);
    say("connect");
    const connected = await measureConnect(stack, 10 * rounds);
    say("stream");
    const stream = await measureStream(stack, streams);
    const client = sqlClient(stack);
    await client.connect();
    const latency: LatencyResult[] = [];
    for (const scenario of SCENARIOS) {
      say(scenario.name);
      latency.push(await measureLatency(stack, client, scenario, days, rounds));
    }
    await client.end();
    const [end = 0] = loadavg();
    return {
      machine: machine(),
      clickhouse: version,
      node: process.versions.node,
      load: [begin, end],
      trades,
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

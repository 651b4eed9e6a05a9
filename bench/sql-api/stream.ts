import { RowCounter } from "../../tests/support/sql-row-counter.ts";
import type { Stack } from "../../tests/support/stack.ts";
import { residentBytes } from "../generator/run.ts";
import { post } from "../queries/api.ts";
import { LOGIN } from "./client.ts";

export interface StreamResult {
  rows: number;
  bytes: number;
  /** From the statement to the first row, and to the last one. */
  firstRowSeconds: number;
  seconds: number;
  /** What ClickHouse alone takes to send the same columns as text. */
  directSeconds: number;
  /** Resident memory of the service: before, and at most while it streams. */
  memoryBefore: number;
  peakMemory: number;
}

const SAMPLE_MS = 50;

export const STREAMED =
  "SELECT trade_id, desk, symbol, ts, notional FROM trade_metrics_raw";

const DIRECT =
  "SELECT trade_id, desk, symbol, toStartOfSecond(ts), if(exposure_type != 'Constituent', notional, NULL) FROM trades_1d FORMAT TabSeparated";

/** All fact rows, streamed so many times; the fastest counts. */
export async function measureStream(
  stack: Stack,
  rounds: number,
): Promise<StreamResult> {
  const client = await RowCounter.connect(stack.sqlPort, LOGIN);
  const memoryBefore = await memoryOf(stack);
  let fastest: StreamResult | undefined;
  let peakMemory = 0;
  try {
    for (let round = 0; round < rounds; round++) {
      const directSeconds = await timed(() => direct(stack));
      const sampler = setInterval(() => {
        void memoryOf(stack).then(
          (bytes) => (peakMemory = Math.max(peakMemory, bytes)),
        );
      }, SAMPLE_MS);
      const started = performance.now();
      const { rows, bytes, error, firstRowAt } = await client.run(STREAMED);
      const seconds = (performance.now() - started) / 1000;
      clearInterval(sampler);
      if (error !== undefined || firstRowAt === undefined) {
        throw new Error(`the stream failed: ${error?.["M"] ?? "no rows"}`);
      }
      if (fastest !== undefined && fastest.seconds < seconds) continue;
      const firstRowSeconds = (firstRowAt - started) / 1000;
      fastest = {
        rows,
        bytes,
        firstRowSeconds,
        seconds,
        directSeconds,
        memoryBefore,
        peakMemory,
      };
    }
    return { ...fastest!, peakMemory };
  } finally {
    client.close();
  }
}

const memoryOf = async ({ pid }: Stack) => (await residentBytes(pid)) ?? 0;

function direct({ connections }: Stack): Promise<unknown> {
  const { url, user, password, database } = connections.cube;
  return post(`${url}/?database=${database}`, DIRECT, {
    "x-clickhouse-user": user,
    "x-clickhouse-key": password,
  });
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return (performance.now() - started) / 1000;
}

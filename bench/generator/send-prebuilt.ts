import { readConnection } from "../../generator/config.ts";
import { EncoderPool } from "../../generator/encode/pool.ts";
import { MIN_BATCH_SIZE, planBatches } from "../../generator/load/batches.ts";
import { Plan } from "../../generator/plan.ts";
import { WarehouseClient } from "../../generator/warehouse/client.ts";
import { loadBenchParameters } from "./parameters.ts";

/**
 * Sends the inserts of a load that were made before the clock starts, with the
 * settings and the concurrency of a load: the speed of ClickHouse itself.
 * Prints seconds and rows as JSON.
 */
const [trades = "0", concurrency = "2"] = process.argv.slice(2);
const parameters = loadBenchParameters(Number(trades));
const batches = planBatches(new Plan(parameters), MIN_BATCH_SIZE);
const pool = new EncoderPool(
  parameters,
  { format: "native", compression: "none" },
  2,
);
const inserts: Uint8Array[][] = [];
let rows = 0;
const chunks = pool.encode(new Plan(parameters));
for (const batch of batches) {
  const parts: Uint8Array[] = [];
  for (let part = 0; part < batch.chunks.length; part++) {
    const next = await chunks.next();
    if (next.done) throw new Error("no chunk left");
    parts.push(next.value.bytes.slice());
    rows += next.value.rows;
    next.value.release();
  }
  inserts.push(parts);
}
await pool.close();

const client = new WarehouseClient(await readConnection(process.env));
const started = performance.now();
let next = 0;
await Promise.all(
  Array.from({ length: Number(concurrency) }, async () => {
    for (let place = next++; place < inserts.length; place = next++) {
      const token = `bench:${process.pid}:${place}`;
      await client.insert("trades_1d", "Native", inserts[place]!, token);
    }
  }),
);
const seconds = (performance.now() - started) / 1000;
await client.close();
process.stdout.write(JSON.stringify({ seconds, rows }));

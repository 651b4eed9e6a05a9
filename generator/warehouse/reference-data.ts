import { constituentsCsv, instrumentsCsv } from "../reference/tables.ts";
import { csvLine } from "../sinks/csv.ts";
import type { WarehouseClient } from "./client.ts";

const TABLES = [
  { name: "instruments", csv: instrumentsCsv },
  { name: "constituents", csv: constituentsCsv },
];

/**
 * Makes the reference tables hold the generator's rows. Rows that are there
 * already are not sent again, so a repeated load leaves the tables untouched.
 */
export async function loadReferenceData(
  client: WarehouseClient,
): Promise<void> {
  for (const { name, csv } of TABLES) {
    const [header = "", ...lines] = csv().trimEnd().split("\n");
    const columns = header.split(",");
    const stored = await client.rows<Record<string, string | number>>(
      `SELECT ${columns.join(", ")} FROM ${name} FINAL`,
    );
    const known = new Set(
      stored.map((row) =>
        csvLine(columns.map((column) => row[column] ?? "")).trimEnd(),
      ),
    );
    const missing = lines.filter((line) => !known.has(line));
    if (missing.length === 0) continue;
    await client.insert(`${name} (${columns.join(", ")})`, "CSV", [
      Buffer.from(`${missing.join("\n")}\n`),
    ]);
  }
}

import { spawn } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ServiceError } from "../base/errors.ts";
import {
  childEnvironment,
  type ClickHouseConnection,
  type Config,
} from "./config.ts";
import { rows, withClient } from "./warehouse/client.ts";

/** Business days the sample covers. */
const SAMPLE_DAYS = 20;

/** Number of fact rows. */
export async function factCount(
  connection: ClickHouseConnection,
): Promise<number> {
  return withClient(connection, async (client) => {
    const [row] = await rows<{ count: string }>(
      client,
      "SELECT count() AS count FROM trades_1d",
    );
    return Number(row?.count ?? 0);
  });
}

/**
 * Loads the sample into an empty warehouse, and again if an earlier start was
 * stopped in the middle of it: what is there is not added twice.
 */
export async function ensureSample(
  connection: ClickHouseConnection,
  { sampleRows, warehouse }: Pick<Config, "sampleRows" | "warehouse">,
  root: string,
  signal: AbortSignal,
): Promise<void> {
  const marker =
    warehouse.kind === "embedded"
      ? join(warehouse.dataDir, "sample-incomplete")
      : undefined;
  if (sampleRows === 0) return;
  const interrupted = marker !== undefined && existsSync(marker);
  if (!interrupted && (await factCount(connection)) > 0) return;
  if (marker !== undefined) writeFileSync(marker, "");
  await loadSample(connection, sampleRows, root, signal);
  if (marker !== undefined) rmSync(marker);
}

/**
 * Generates trades into the warehouse, in a process of its own: the generator
 * is a program, not a part of the server.
 *
 * @throws ServiceError `sample-load-failed` with what the generator said
 */
async function loadSample(
  connection: ClickHouseConnection,
  trades: number,
  root: string,
  signal: AbortSignal,
): Promise<void> {
  const { url, user, password, database } = connection;
  const child = spawn(
    process.execPath,
    [
      "--import",
      "tsx",
      join("generator", "main.ts"),
      "load",
      "--rows",
      String(trades),
      "--days",
      String(SAMPLE_DAYS),
      "--no-checkpoint",
      "--quiet",
    ],
    {
      cwd: root,
      signal,
      stdio: ["ignore", "ignore", "pipe"],
      env: childEnvironment({
        CLICKHOUSE_URL: url,
        CLICKHOUSE_USER: user,
        CLICKHOUSE_PASSWORD: password,
        CLICKHOUSE_DATABASE: database,
      }),
    },
  );
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) {
    throw new ServiceError(
      "sample-load-failed",
      `loading ${trades} sample trades failed: ${said.trim() || `exit code ${code}`}`,
      { hint: "SAMPLE_ROWS=0 starts without them" },
    );
  }
}

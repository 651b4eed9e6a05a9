import { spawn } from "node:child_process";
import { once } from "node:events";
import { ServiceError } from "../../base/errors.ts";
import type { Stack } from "../../tests/support/stack.ts";

/**
 * Fills the stack's warehouse with the generator, as a user would.
 *
 * @throws ServiceError `load-failed`
 */
export async function loadTrades(stack: Stack, trades: number): Promise<void> {
  const { url, user, password, database } = stack.connections.owner;
  const child = spawn(
    process.execPath,
    [
      "--import",
      "tsx",
      "generator/main.ts",
      "load",
      "--no-checkpoint",
      "--rows",
      String(trades),
    ],
    {
      stdio: ["ignore", 2, 2],
      env: {
        PATH: process.env["PATH"],
        CLICKHOUSE_URL: url,
        CLICKHOUSE_USER: user,
        CLICKHOUSE_PASSWORD: password,
        CLICKHOUSE_DATABASE: database,
      },
    },
  );
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) {
    throw new ServiceError("load-failed", `loading ended with code ${code}`);
  }
}

import { readFile } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { errorMessage, ServiceError } from "../../base/errors.ts";
import type { ClickHouseConnection } from "../config.ts";
import { rows, withClient } from "./client.ts";
import type { DataDirectory } from "./data-directory.ts";
import type { EngineProcess } from "./engine-process.ts";

/** Milliseconds: a directory with very many parts loads slowly. */
export const START_TIMEOUT = 60_000;
const POLL_INTERVAL = 25;
const PING_TIMEOUT = 2000;
const LOG_LINES = 50;

/**
 * Whether the server's HTTP port answers `/ping`.
 *
 * @param timeout milliseconds to wait for the answer
 */
export const ping = (url: string, timeout = PING_TIMEOUT) =>
  new Promise<boolean>((resolve) => {
    const { get } = url.startsWith("https:") ? https : http;
    // Its own connection, closed at once: an idle one delays the engine's shutdown.
    const request = get(
      `${url}/ping`,
      { agent: false, timeout },
      (response) => {
        response.resume();
        response.once("close", () => resolve(response.statusCode === 200));
      },
    );
    request.once("timeout", () => request.destroy());
    request.once("error", () => resolve(false));
    request.once("close", () => resolve(false));
  });

/** The server's version, which also proves that the user may log in and query. */
export async function serverVersion(
  connection: ClickHouseConnection,
): Promise<string> {
  const anywhere = { ...connection, database: "default" };
  const found = await withClient(anywhere, (client) =>
    rows<{ one: number; version: string }>(
      client,
      "SELECT 1 AS one, version() AS version",
    ),
  );
  return found[0]?.version ?? "";
}

/**
 * Waits until the engine answers a query of its owner.
 *
 * @returns its version
 * @throws ServiceError `data-dir-locked`, `engine-start-failed` or
 *   `engine-start-timeout`, with the engine's last words
 */
export async function waitUntilReady(
  engine: EngineProcess,
  connection: ClickHouseConnection,
  directory: DataDirectory,
  stderr: string,
  timeout = START_TIMEOUT,
): Promise<string> {
  const deadline = Date.now() + timeout;
  while (!(await ping(connection.url))) {
    if (!engine.running) {
      throw startError(directory, await engine.ended, await lastLines(stderr));
    }
    if (Date.now() > deadline) {
      throw new ServiceError(
        "engine-start-timeout",
        `the embedded ClickHouse did not answer within ${timeout / 1000} s on ${connection.url}: ${await lastLines(stderr)}`,
        { hint: `see ${directory.logs}` },
      );
    }
    await Promise.race([sleep(POLL_INTERVAL), engine.ended]);
  }
  try {
    return await serverVersion(connection);
  } catch (cause) {
    throw new ServiceError(
      "engine-start-failed",
      `the embedded ClickHouse on ${connection.url} refuses its own user: ${errorMessage(cause)}`,
      { hint: `see ${directory.logs}`, cause },
    );
  }
}

function startError(
  directory: DataDirectory,
  ended: string,
  words: string,
): ServiceError {
  if (/Another server instance|Cannot lock file/.test(words)) {
    return new ServiceError(
      "data-dir-locked",
      `the data directory ${directory.root} is in use by another warehouse`,
      { hint: "stop the other one or set DATA_DIR to another folder" },
    );
  }
  return new ServiceError(
    "engine-start-failed",
    `the embedded ClickHouse ended while starting (${ended}): ${words || "it said nothing"}`,
    { hint: `see ${directory.logs}` },
  );
}

/** What a killed engine said last, without the names of its log files. */
export async function lastLines(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("Logging "))
    .slice(-LOG_LINES)
    .join("\n");
}

import { readdir, readFile } from "node:fs/promises";
import type { Socket } from "node:net";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sqlClient, sqlError } from "../support/sql-stack.ts";
import { closed, startUpMessage, WireClient } from "../support/sql-wire.ts";
import { startStack, type Stack } from "../support/stack.ts";

const MEGABYTE = 1024 * 1024;

/** Milliseconds that it may take where much else runs. */
const SLOW_MACHINE = 600_000;

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ rows: 100, sqlApi: true });
});

afterAll(() => stack?.stop());

/** Sockets of clients that the service has not closed. */
async function openSessions(): Promise<number> {
  const port = stack.sqlPort.toString(16).toUpperCase().padStart(4, "0");
  const lines = (await readFile("/proc/net/tcp", "utf8")).split("\n");
  const [LISTEN, TIME_WAIT] = ["0A", "06"];
  return lines.filter((line) => {
    const [, local, , state] = line.trim().split(/\s+/);
    return (
      local?.endsWith(`:${port}`) && state !== LISTEN && state !== TIME_WAIT
    );
  }).length;
}

async function use() {
  const status = await readFile(`/proc/${stack.pid}/status`, "utf8");
  return {
    handles: (await readdir(`/proc/${stack.pid}/fd`)).length,
    memory: Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024,
    threads: Number(/Threads:\s+(\d+)/.exec(status)?.[1]),
  };
}

describe("1,000 connections", () => {
  /** What a session that is never forgotten would keep, two of them. */
  const LARGE = `/* ${"x".repeat(250_000)} */ SELECT 1`;

  /** Ends in one of four ways, the last two of them rudely. */
  async function connectAndEnd(way: number): Promise<void> {
    if (way === 3) {
      const client = await WireClient.connect(stack.sqlPort);
      client.send(startUpMessage().subarray(0, 30));
      return client.close();
    }
    const client = await sqlClient(stack);
    const { stream } = (
      client as pg.Client & {
        connection: { stream: Socket };
      }
    ).connection;
    await client.query({ name: "large", text: LARGE });
    await client.query({ name: "other", text: `${LARGE} AS other` });
    await client.query("BEGIN; DECLARE c CURSOR FOR SELECT 1; FETCH c");
    if (way === 0) return client.end();
    if (way === 1) stream.end();
    else {
      void sqlError(client.query("SELECT * FROM trade_metrics_raw"));
      // So that the statement has begun, sometimes.
      await new Promise((resolve) => setTimeout(resolve, way));
      stream.destroy();
    }
    await closed(stream);
  }

  async function round(count: number) {
    for (let done = 0; done < count; done += 20) {
      await Promise.all(
        Array.from({ length: 20 }, (_, place) => connectAndEnd(place % 4)),
      );
    }
    await expect.poll(openSessions, { timeout: 10_000 }).toBe(0);
    return use();
  }

  /** Databases get a second thread, and a third, when there is much to do. */
  async function startAllThreads(): Promise<void> {
    const slow = "SELECT count(*) FROM generate_series(1, 1000000)";
    await Promise.all(
      Array.from({ length: 6 }, async () => {
        const client = await sqlClient(stack);
        await client.query(slow);
        await client.end();
      }),
    );
  }

  it(
    "leave no socket, no thread and no memory behind",
    async () => {
      await startAllThreads();
      const before = await round(200);
      const after = await round(800);
      // Connections to the warehouse come and go, and threads are replaced.
      expect(after.handles - before.handles).toBeLessThan(60);
      expect(after.threads - before.threads).toBeLessThan(10);
      // The texts alone would be 300 MB, if they were kept for three sessions of four.
      // Other memory is freed in time, while there is something to do.
      await expect
        .poll(async () => (await round(20)).memory - before.memory, {
          timeout: 120_000,
        })
        .toBeLessThan(200 * MEGABYTE);
      const client = await sqlClient(stack);
      expect((await client.query("SELECT 1 AS one")).rows).toEqual([
        { one: 1 },
      ]);
      await client.end();
    },
    SLOW_MACHINE,
  );
});

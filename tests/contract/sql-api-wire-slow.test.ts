import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import type { WireServerOptions } from "../../server/sql-api/wire/server.ts";
import { startToyServer, type ToyServer } from "../support/sql-server.ts";
import {
  cancelRequest,
  query,
  shown,
  WireClient,
} from "../support/sql-wire.ts";

const MEGABYTE = 1024 * 1024;

let server: ToyServer;

const start = async (options: Partial<WireServerOptions> = {}) =>
  (server = await startToyServer(options));

afterEach(() => server.stop());

const session = async () => (await WireClient.session(server.port)).client;

/** What another client sees. */
async function others(): Promise<void> {
  const client = new pg.Client(server.client);
  await client.connect();
  expect((await client.query("SELECT 1 ROWS")).rowCount).toBe(1);
  await client.end();
}

/** The number that something has come to, once it does not change any more. */
async function settled(read: () => number): Promise<number> {
  for (;;) {
    const before = read();
    await sleep(300);
    if (before > 0 && read() === before) return before;
  }
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

describe("a client that does not read", () => {
  it("is waited for, in bounded memory, and gets every row in the end", async () => {
    await start();
    const client = await session();
    client.socket.pause();
    collectGarbage();
    const before = process.memoryUsage();
    client.send(query("SELECT 1000000 ROWS OF 100"));
    const made = await settled(() => server.activity.rowsMade);
    // Some 115 MB in all: what the system's socket buffers take has been made.
    expect(made).toBeLessThan(300_000);
    collectGarbage();
    const after = process.memoryUsage();
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(4 * MEGABYTE);
    expect(after.heapUsed - before.heapUsed).toBeLessThan(16 * MEGABYTE);
    await others();
    let [bytes, tail] = [0, ""];
    client.socket.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      tail = (tail + chunk.subarray(-64).toString("latin1")).slice(-64);
    });
    client.socket.resume();
    await expect
      .poll(() => tail, { timeout: 30_000 })
      .toContain("C\0\0\0\u0013SELECT 1000000\0Z\0\0\0\u0005I");
    expect(bytes).toBeGreaterThan(1_000_000 * 117);
    await client.close();
  });

  it("can be canceled, and closed", async () => {
    await start();
    const { client, greeting } = await WireClient.session(server.port);
    const key = greeting.find(({ type }) => type === "K")!.body;
    client.send(query("SELECT ENDLESS ROWS OF 1000"));
    await settled(() => server.activity.rowsMade);
    const other = await WireClient.connect(server.port);
    other.send(cancelRequest(key.readInt32BE(0), key.subarray(4)));
    await expect.poll(() => server.activity.reading).toBe(0);
    // The stream of messages is whole: an error follows the last row that was sent.
    const last = await client.readTo("Z");
    expect(last.slice(-2).map(shown)).toEqual([
      "E 57014 ERROR canceling statement due to user request",
      "Z I",
    ]);
    client.send(query("SELECT ENDLESS ROWS OF 1000"));
    await settled(() => server.activity.rowsMade);
    await client.close();
    await expect.poll(() => server.activity.reading).toBe(0);
    await expect.poll(() => server.activity.open).toBe(0);
  });

  it("does not hold up the end of the server", async () => {
    await start({ limits: { grace: 200 } });
    const client = await session();
    client.send(query("SELECT ENDLESS ROWS OF 1000"));
    await settled(() => server.activity.rowsMade);
    await server.stop();
    expect(server.connections).toBe(0);
    expect(server.activity.open).toBe(0);
    await client.close();
  });

  it("has to wait with what it sends, too", async () => {
    await start();
    const client = await session();
    client.socket.pause();
    let sent = 0;
    const chunk = Buffer.concat(
      Array.from({ length: 2000 }, () => query("SELECT 200 ROWS")),
    );
    while (sent < 100 * MEGABYTE && client.socket.writableLength < MEGABYTE) {
      client.socket.write(chunk);
      sent += chunk.length;
      await sleep(1);
    }
    expect(sent).toBeLessThan(50 * MEGABYTE);
    await client.close();
    await expect.poll(() => server.connections).toBe(0);
  });
});

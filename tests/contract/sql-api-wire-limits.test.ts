import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { WIRE_LIMITS } from "../../server/sql-api/wire/limits.ts";
import type { WireServerOptions } from "../../server/sql-api/wire/server.ts";
import { startToyServer, type ToyServer } from "../support/sql-server.ts";
import { toyExecutor } from "../support/sql-toy.ts";
import {
  cancelRequest,
  closed,
  message,
  password,
  query,
  startUpMessage,
  sync,
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

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

describe("limits", () => {
  it("refuses more sessions than are allowed, but takes cancel requests", async () => {
    await start({ limits: { connections: 2 } });
    const [first, second] = [await session(), await session()];
    const third = await WireClient.connect(server.port);
    third.send(startUpMessage());
    expect(await third.rest()).toEqual([
      "E 53300 FATAL sorry, too many clients already",
    ]);
    const cancel = await WireClient.connect(server.port);
    cancel.send(cancelRequest(1, Buffer.alloc(4)));
    expect(await cancel.rest()).toEqual([]);
    await first.close();
    await expect.poll(() => server.activity.open).toBe(1);
    await others();
    await second.close();
  });

  it("lets no crowd wait at the door", async () => {
    await start({ limits: { connections: 1 } });
    const crowd = await Promise.all(
      Array.from({ length: 60 }, () => WireClient.connect(server.port)),
    );
    await expect
      .poll(() => crowd.filter(({ socket }) => socket.closed).length)
      .toBe(26);
    expect(server.connections).toBe(34);
    await Promise.all(crowd.map((client) => client.close()));
    await expect.poll(() => server.connections).toBe(0);
    await others();
  });

  it("ends a client that does not log in, whatever it sends meanwhile", async () => {
    await start({ limits: { authenticationTimeout: 150 } });
    const silent = await WireClient.connect(server.port);
    const half = await WireClient.connect(server.port);
    half.send(startUpMessage().subarray(0, 9));
    const noPassword = await WireClient.connect(server.port);
    noPassword.send(startUpMessage());
    const timeout = "E 57014 FATAL canceling authentication due to timeout";
    expect(await silent.rest()).toEqual([timeout]);
    expect(await half.rest()).toEqual([timeout]);
    expect(await noPassword.rest()).toEqual(["R 3", timeout]);
  });

  it("logs in a client whose bytes come one by one", async () => {
    await start();
    const client = await WireClient.connect(server.port);
    for (const byte of Buffer.concat([startUpMessage(), password()])) {
      client.socket.write(Buffer.of(byte));
      await sleep(0);
    }
    expect((await client.readTo("Z")).at(-1)?.type).toBe("Z");
    await client.close();
  });

  it("ends sessions that are idle, and no others", async () => {
    await start({ limits: { idleTimeout: 200 } });
    const [idle, working, inTransaction] = [
      await session(),
      await session(),
      await session(),
    ];
    working.send(query("WAIT"));
    inTransaction.send(query("BEGIN"));
    await inTransaction.readTo("Z");
    expect(await idle.rest()).toEqual([
      "E 57P05 FATAL terminating connection due to idle-session timeout",
    ]);
    expect(await inTransaction.exchange(query("NOTICE on"))).toContain("Z T");
    expect(server.activity.reading).toBe(1);
    await Promise.all([working.close(), inTransaction.close()]);
  });

  it("ends sessions that are idle in a transaction", async () => {
    await start({ limits: { idleInTransactionTimeout: 200 } });
    const [idle, inTransaction] = [await session(), await session()];
    inTransaction.send(query("BEGIN"));
    await inTransaction.readTo("Z");
    expect(await inTransaction.rest()).toEqual([
      "E 25P03 FATAL terminating connection due to idle-in-transaction timeout",
    ]);
    expect(await idle.exchange(sync)).toEqual(["Z I"]);
    await idle.close();
  });

  it("takes messages up to a size", async () => {
    await start({ limits: { messageBytes: MEGABYTE } });
    const client = await session();
    const body = MEGABYTE - 4;
    const spaces = Buffer.alloc(body, " ").fill(0, body - 1);
    expect(await client.exchange(message("Q", spaces))).toEqual(["I", "Z I"]);
    client.send(message("Q", Buffer.alloc(body + 1, " ")));
    expect((await client.rest())[0]).toMatch(
      /^E 08P01 FATAL invalid length of message type "Q": 1048577/,
    );
    await others();
  });

  it("takes a message of 60 MB by default", async () => {
    await start();
    expect(WIRE_LIMITS.messageBytes).toBe(64 * MEGABYTE);
    const client = await session();
    const spaces = Buffer.alloc(60 * MEGABYTE, " ");
    spaces[spaces.length - 1] = 0;
    expect(await client.exchange(message("Q", spaces))).toEqual(["I", "Z I"]);
    await client.close();
  });

  it("works off 100,000 messages that come at once, while others have their turn", async () => {
    await start();
    const client = await session();
    client.send(Buffer.concat(Array.from({ length: 100_000 }, () => sync)));
    await others();
    let bytes = 0;
    client.socket.on("data", (chunk: Buffer) => (bytes += chunk.length));
    await expect.poll(() => bytes, { timeout: 20_000 }).toBe(600_000);
    await client.close();
  });
});

describe("1,000 connections, one after the other", () => {
  it("leave no handle, no session and no memory behind", async () => {
    await start();
    const round = async (count: number) => {
      for (let done = 0; done < count; done += 20) {
        await Promise.all(
          Array.from({ length: 20 }, async (_, index) => {
            const client = await session();
            await client.exchange(query("SELECT 2 ROWS"));
            if (index % 2 === 0) client.send(message("X"));
            else client.socket.end();
            client.socket.resume();
            await closed(client.socket);
          }),
        );
      }
      await expect.poll(() => server.connections).toBe(0);
      await expect.poll(() => server.activity.open).toBe(0);
      server.activity.logins.length = 0;
      server.lines.length = 0;
      collectGarbage();
      return {
        handles: process.getActiveResourcesInfo().length,
        heap: process.memoryUsage().heapUsed,
      };
    };
    const before = await round(200);
    const after = await round(1000);
    expect(after.handles).toBeLessThanOrEqual(before.handles);
    expect(after.heap - before.heap).toBeLessThan(5 * MEGABYTE);
  });
});

describe("stop", () => {
  it("tells every client, stops what runs and frees the port", async () => {
    await start();
    const [idle, working] = [await session(), await session()];
    const entering = await WireClient.connect(server.port);
    entering.send(startUpMessage());
    await entering.read();
    working.send(query("WAIT"));
    await expect.poll(() => server.activity.reading).toBe(1);
    const farewell =
      "E 57P01 FATAL terminating connection due to administrator command";
    const last = Promise.all([idle.rest(), working.rest(), entering.rest()]);
    await server.stop();
    expect(server.activity.open).toBe(0);
    expect(server.connections).toBe(0);
    const [atIdle, atWork, atDoor] = await last;
    expect(atIdle).toEqual([farewell]);
    expect(atWork.at(-1)).toBe(farewell);
    expect(atDoor).toEqual([farewell]);
    const { port } = server;
    await start({ port });
    expect(server.port).toBe(port);
    await others();
  });

  it("does not wait for ever for a session that is being made", async () => {
    let release = () => {};
    await start({ limits: { grace: 150 } });
    const { activity } = server;
    const make = toyExecutor(activity);
    await server.stop();
    await start({
      limits: { grace: 150 },
      createExecutor: async (...session) => {
        await new Promise<void>((resolve) => (release = resolve));
        return make(...session);
      },
    });
    const client = await WireClient.connect(server.port);
    client.send(startUpMessage(), password());
    await client.readTo("R");
    await server.stop();
    expect(server.connections).toBe(0);
    release();
    await expect.poll(() => activity.closed).toBe(1);
    expect(activity.open).toBe(0);
    await client.close();
  });
});

describe("a callback that never answers", () => {
  it("does not keep the place of a session", async () => {
    let hang = true;
    await start({
      limits: { connections: 1, authenticationTimeout: 100, grace: 100 },
      checkSqlAuth: () =>
        hang
          ? new Promise(() => {})
          : Promise.resolve({ skipPasswordCheck: true }),
    });
    const client = await WireClient.connect(server.port);
    client.send(startUpMessage(), password());
    expect(await client.rest()).toEqual([
      "R 3",
      "E 57014 FATAL canceling authentication due to timeout",
    ]);
    hang = false;
    await expect.poll(() => server.connections).toBe(0);
    await others();
  });
});

describe("a port that is taken", () => {
  it("is named with the variable that sets it", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as { port: number };
    await expect(startToyServer({ port })).rejects.toMatchObject({
      code: "port-in-use",
      message: `port ${port} on 127.0.0.1 of the SQL API (CUBEJS_PG_SQL_PORT) is in use`,
      hint: expect.stringContaining("set CUBEJS_PG_SQL_PORT") as string,
    });
    await new Promise((resolve) => other.close(resolve));
    await expect(startToyServer({ host: "192.0.2.1" })).rejects.toMatchObject({
      code: "host-refused",
    });
    await start();
  });
});

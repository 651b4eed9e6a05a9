import pg from "pg";
import seedrandom from "seedrandom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  cutAt,
  damaged,
  type Random,
  randomBytes,
  randomMessage,
  randomStartUp,
} from "../support/sql-fuzz.ts";
import { startToyServer, type ToyServer } from "../support/sql-server.ts";
import { closed, sync, terminate, WireClient } from "../support/sql-wire.ts";

const SESSIONS = 1200;
const MESSAGES_EACH = 10;
const START_UPS = 1500;
const AT_ONCE = 8;
const MESSAGE_BYTES = 4096;

/**
 * More than any message may swallow: after it, either the server reads a Sync and then
 * Terminate, or it finds a type that does not exist. Both close the connection.
 */
const SYNCS = Buffer.concat(
  Array.from({ length: MESSAGE_BYTES / 2 }, () => sync),
);

let server: ToyServer;
let neighbour: pg.Client;

beforeAll(async () => {
  server = await startToyServer({ limits: { messageBytes: MESSAGE_BYTES } });
  neighbour = new pg.Client(server.client);
  await neighbour.connect();
});

afterAll(async () => {
  await neighbour.end();
  await server.stop();
});

/** What someone else sees meanwhile. */
async function neighbourly(): Promise<void> {
  const { rows } = await neighbour.query("ECHO 1", ["still here"]);
  expect(rows).toEqual([{ p1: "text:still here" }]);
}

async function inTurns(
  count: number,
  run: (random: Random) => Promise<void>,
  seed: string,
): Promise<void> {
  for (let first = 0; first < count; first += AT_ONCE) {
    const runs = Array.from({ length: AT_ONCE }, (_, index) =>
      run(seedrandom(`${seed} ${first + index}`)),
    );
    await Promise.all([...runs, neighbourly()]);
  }
}

async function nothingIsLeft(): Promise<void> {
  await expect.poll(() => server.connections).toBe(1);
  await expect.poll(() => server.activity.open).toBe(1);
  expect(server.activity.reading).toBe(0);
  expect(
    server.lines.filter((line) => line.includes('"level":"error"')),
  ).toEqual([]);
}

describe("a server that is sent nonsense", () => {
  it(`answers or closes: ${SESSIONS * MESSAGES_EACH} damaged messages in sessions`, async () => {
    const codes = new Map<string, number>();
    await inTurns(
      SESSIONS,
      async (random) => {
        const { client } = await WireClient.session(server.port);
        const bytes = Buffer.concat(
          Array.from({ length: MESSAGES_EACH }, () => {
            const one = randomMessage(random);
            return random() < 0.3 ? damaged(one, random) : one;
          }),
        );
        const pieces = random() < 0.2 ? cutAt(bytes, random) : [bytes];
        for (const piece of pieces) client.socket.write(piece);
        client.send(SYNCS, terminate);
        for (const line of await client.rest()) {
          const code = line.startsWith("E ") ? line.split(" ")[1]! : "";
          codes.set(code, (codes.get(code) ?? 0) + 1);
        }
      },
      "session",
    );
    await nothingIsLeft();
    // Errors of the frame, of the message, of names, and of the statements.
    for (const code of ["08P01", "22021", "26000", "34000", "22012"]) {
      expect(codes.get(code), code).toBeGreaterThan(10);
    }
    expect(codes.get("XX000")).toBeUndefined();
  });

  it(`answers or closes: ${START_UPS} damaged start-ups`, async () => {
    await inTurns(
      START_UPS,
      async (random) => {
        const client = await WireClient.connect(server.port);
        client.socket.resume();
        const one = randomStartUp(random);
        const bytes = random() < 0.8 ? damaged(one, random) : one;
        for (const piece of cutAt(bytes, random)) client.socket.write(piece);
        const gone = closed(client.socket);
        client.socket.end(randomBytes(random, 10));
        await gone;
      },
      "start-up",
    );
    await nothingIsLeft();
  });

  it("outlives clients that reset the connection at any moment", async () => {
    await inTurns(
      400,
      async (random) => {
        const { client } = await WireClient.session(server.port);
        client.send(...Array.from({ length: 5 }, () => randomMessage(random)));
        if (random() < 0.5) await client.read();
        const gone = closed(client.socket);
        client.socket.resetAndDestroy();
        await gone;
      },
      "reset",
    );
    await nothingIsLeft();
  });
});

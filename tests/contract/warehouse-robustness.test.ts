import { statSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testWarehouse, type TestWarehouse } from "../support/warehouse.ts";

const ROUNDS = 1200;
const PARALLEL = 40;
/** Milliseconds a broken client stays when it does not hang up itself. */
const PATIENCE = 60;

let warehouse: TestWarehouse;

beforeAll(async () => {
  warehouse = await testWarehouse();
});

afterAll(() => warehouse.remove());

/** A small fixed sequence: a failure can be repeated. */
function random(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const garbage = (next: () => number) =>
  Buffer.from(
    Array.from({ length: 1 + Math.floor(next() * 2000) }, () =>
      Math.floor(next() * 256),
    ),
  );

/** First bytes of a TLS client: handshake record, TLS 1.2, a ClientHello cut short. */
const TLS_HELLO = Buffer.from([
  0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03,
]);

const request = (lines: string[], body = "") =>
  `${lines.join("\r\n")}\r\n\r\n${body}`;
const POST = "POST /?query=INSERT+INTO+t+FORMAT+CSV HTTP/1.1";

/** What broken clients send. */
const MESSAGES: ((next: () => number) => string | Buffer)[] = [
  garbage,
  () => TLS_HELLO,
  () => "GET / HTT",
  () => "GET /ping HTTP/1.1\r\nHost: x\r\nX-Half: ",
  () => request([POST, "Host: x", "Content-Length: 100000"], "1,2\n"),
  () =>
    request([POST, "Host: x", "Transfer-Encoding: chunked"], "ffff\r\nshort"),
  () => request([POST, "Host: x", "Transfer-Encoding: chunked"], "zz\r\n"),
  () => request([POST, "Content-Encoding: gzip", "Content-Length: 4"], "1234"),
  () => request(["GET /ping HTTP/1.1", `X-Huge: ${"h".repeat(2_000_000)}`]),
  () => request([`GET /?query=${"q".repeat(300_000)} HTTP/1.1`]),
  () =>
    request([
      "GET /?user=reader&query=SELECT+number+FROM+system.numbers HTTP/1.1",
    ]),
  // Native protocol: a hello that promises a name of 2 GB, and one cut short.
  () => Buffer.from([0, 0xff, 0xff, 0xff, 0xff, 0x07]),
  () => Buffer.from([0, 4, 0x74, 0x65]),
  () => "",
];

function misbehave(port: number, next: () => number): Promise<void> {
  const message = MESSAGES[Math.floor(next() * MESSAGES.length)];
  const reset = next() < 0.5;
  const wait = next() * PATIENCE;
  return new Promise((resolve) => {
    const socket: Socket = connect(port, "127.0.0.1");
    socket.once("close", () => resolve());
    socket.on("error", () => undefined);
    socket.once("connect", () => {
      socket.write(message?.(next) ?? "");
      setTimeout(() => {
        if (reset) socket.resetAndDestroy();
        else socket.destroy();
      }, wait);
    });
  });
}

describe("broken clients", () => {
  it(`leave the engine alone after ${ROUNDS} connections on both ports`, async () => {
    const { pid, config } = warehouse;
    const next = random(42);
    for (let round = 0; round < ROUNDS; round += PARALLEL) {
      await Promise.all(
        Array.from({ length: PARALLEL }, (_, index) =>
          misbehave(index % 2 === 0 ? config.httpPort : config.tcpPort, next),
        ),
      );
    }
    await sleep(500);
    expect(warehouse.pid).toBe(pid);
    expect(await warehouse.isUp()).toBe(true);
  });

  it("and starting an engine leaves /dev/null as it was", () => {
    expect((statSync("/dev/null").mode & 0o777).toString(8)).toBe("666");
  });
});

import { readFileSync } from "node:fs";
import { once } from "node:events";
import { connect as connectTls, type TLSSocket } from "node:tls";
import pg from "pg";
import postgres from "postgres";
import { afterEach, describe, expect, it } from "vitest";
import type { WireServerOptions } from "../../server/sql-api/wire/server.ts";
import { startToyServer, type ToyServer } from "../support/sql-server.ts";
import {
  cancelRequest,
  closed,
  GSS_REQUEST,
  password,
  query,
  SSL_REQUEST,
  startUpMessage,
  WireClient,
} from "../support/sql-wire.ts";

const file = (name: string) =>
  readFileSync(new URL(`../support/tls/${name}`, import.meta.url), "utf8");

/** Self-signed, for localhost and 127.0.0.1, from 2020 to 2120. */
const tls = { cert: file("certificate.pem"), key: file("key.pem") };
const TRUST = { ca: tls.cert, servername: "localhost" };

let server: ToyServer;

const start = async (options: Partial<WireServerOptions> = {}) =>
  (server = await startToyServer({ tls, ...options }));

afterEach(() => server.stop());

async function rowsOver(options: pg.ClientConfig): Promise<unknown> {
  const client = new pg.Client({ ...server.client, ...options });
  client.on("error", () => {});
  try {
    await client.connect();
    return (await client.query("SELECT 1 ROWS")).rows;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await client.end();
  }
}

const ONE_ROW = [{ n: 1, label: "row 1" }];

/** A TLS connection over the socket of a client that has asked for it. */
async function secured(client: WireClient): Promise<TLSSocket> {
  client.send(SSL_REQUEST);
  expect(await client.byte()).toBe("S");
  const socket = connectTls({ socket: client.socket, ...TRUST });
  await once(socket, "secureConnect");
  return socket;
}

describe("a server with a certificate", () => {
  it("speaks TLS with clients that ask for it, and plainly with others", async () => {
    await start();
    expect(await rowsOver({ ssl: TRUST })).toEqual(ONE_ROW);
    expect(await rowsOver({ ssl: false })).toEqual(ONE_ROW);
    const sql = postgres({ ...server.client, ssl: TRUST, fetch_types: false });
    expect(await sql.unsafe("SELECT 1 ROWS")).toEqual(ONE_ROW);
    await sql.end();
  });

  it("is not trusted by a client that does not know the certificate", async () => {
    await start();
    expect(await rowsOver({ ssl: true })).toMatch(/self-signed certificate/);
    expect(await rowsOver({ ssl: TRUST })).toEqual(ONE_ROW);
  });

  it("speaks TLS at once with clients that begin so", async () => {
    await start();
    const direct = { ssl: TRUST, sslnegotiation: "direct" } as pg.ClientConfig;
    expect(await rowsOver(direct)).toEqual(ONE_ROW);
  });

  it("closes a connection that begins with TLS of another protocol", async () => {
    await start();
    const options = { port: server.port, host: "127.0.0.1", ...TRUST };
    for (const ALPNProtocols of [undefined, ["http/1.1"]]) {
      const socket = connectTls({ ...options, ALPNProtocols });
      socket.on("error", () => {});
      socket.resume();
      await closed(socket);
    }
    await expect.poll(() => server.connections).toBe(0);
  });

  it("sends large results", async () => {
    await start();
    const client = new pg.Client({ ...server.client, ssl: TRUST });
    await client.connect();
    const { rows } = await client.query<{ label: string }>(
      "SELECT 20000 ROWS OF 500",
    );
    expect(rows).toHaveLength(20_000);
    expect(rows.at(-1)?.label).toBe("row 20000".padEnd(500, "."));
    await client.end();
  });

  it("refuses plain connections when TLS is required, but not cancel requests", async () => {
    await start({ requireTls: true });
    expect(await rowsOver({ ssl: false })).toBe(
      "this server takes TLS connections only",
    );
    expect(await rowsOver({ ssl: TRUST })).toEqual(ONE_ROW);
    const client = await WireClient.connect(server.port);
    client.send(startUpMessage());
    expect(await client.rest()).toEqual([
      "E 28000 FATAL this server takes TLS connections only",
    ]);
    const cancel = await WireClient.connect(server.port);
    cancel.send(cancelRequest(1, Buffer.alloc(4)));
    expect(await cancel.rest()).toEqual([]);
  });

  it.each([
    ["SSLRequest", SSL_REQUEST],
    ["GSSENCRequest", GSS_REQUEST],
  ])("refuses bytes that were slipped in after an %s", async (_, request) => {
    await start();
    const client = await WireClient.connect(server.port);
    client.send(request, startUpMessage(), password(), query("SELECT 1 ROWS"));
    expect((await client.rest())[0]).toMatch(
      /^E 08P01 FATAL received unencrypted data after/,
    );
    expect(server.activity.logins).toEqual([]);
  });

  it("closes when something else than a handshake follows", async () => {
    await start();
    const client = await WireClient.connect(server.port);
    client.send(SSL_REQUEST);
    expect(await client.byte()).toBe("S");
    client.send(startUpMessage(), password(), query("SELECT 1 ROWS"));
    client.socket.resume();
    await closed(client.socket);
    await expect.poll(() => server.connections).toBe(0);
    expect(server.activity.logins).toEqual([]);
  });

  it("ends with the client in the middle of a handshake", async () => {
    await start();
    const client = await WireClient.connect(server.port);
    client.send(SSL_REQUEST);
    expect(await client.byte()).toBe("S");
    client.send(Buffer.from("160301", "hex"));
    await client.close();
    await expect.poll(() => server.connections).toBe(0);
  });

  it("gives up a handshake that takes too long", async () => {
    await start({ limits: { authenticationTimeout: 100, grace: 100 } });
    const client = await WireClient.connect(server.port);
    client.send(SSL_REQUEST);
    client.socket.resume();
    await closed(client.socket);
  });

  it("takes one request for TLS only", async () => {
    await start();
    const client = await WireClient.connect(server.port);
    const socket = await secured(client);
    const chunks: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.write(SSL_REQUEST);
    await closed(socket);
    expect(Buffer.concat(chunks).toString("latin1")).toMatch(/^E.*C08P01/s);
  });

  it("takes a cancel request over TLS", async () => {
    await start();
    const { client, greeting } = await WireClient.session(server.port);
    const key = greeting.find(({ type }) => type === "K")!.body;
    client.send(query("WAIT"));
    await expect.poll(() => server.activity.reading).toBe(1);
    const other = await secured(await WireClient.connect(server.port));
    other.resume();
    other.write(cancelRequest(key.readInt32BE(0), key.subarray(4)));
    expect((await client.exchange()).slice(-2)).toEqual([
      "E 57014 ERROR canceling statement due to user request",
      "Z I",
    ]);
    await closed(other);
    await client.close();
  });
});

describe("a server without a certificate", () => {
  it("says so and goes on plainly", async () => {
    await start({ tls: undefined });
    const client = await WireClient.connect(server.port);
    client.send(GSS_REQUEST);
    expect(await client.byte()).toBe("N");
    client.send(SSL_REQUEST);
    expect(await client.byte()).toBe("N");
    client.send(startUpMessage(), password());
    expect((await client.exchange(query("NOTICE x"))).at(-1)).toBe("Z I");
    await client.close();
  });

  it("refuses TLS that begins at once", async () => {
    await start({ tls: undefined });
    expect(await rowsOver({ ssl: TRUST })).toMatch(/does not support SSL/);
    const client = await WireClient.connect(server.port);
    client.send(Buffer.from("16030100f8", "hex"));
    expect((await client.rest())[0]).toMatch(/^E 08P01 FATAL invalid length/);
  });

  it("cannot require TLS", async () => {
    await start();
    await expect(
      startToyServer({ tls: undefined, requireTls: true }),
    ).rejects.toMatchObject({ code: "bad-usage" });
  });

  it("does not begin with a certificate that cannot be used", async () => {
    await start();
    for (const broken of [
      { cert: "nothing", key: tls.key },
      { cert: tls.cert, key: tls.cert },
    ]) {
      await expect(startToyServer({ tls: broken })).rejects.toMatchObject({
        code: "bad-tls-certificate",
      });
    }
  });
});

import type { ClickHouseClient } from "@clickhouse/client";
import { connect as connectSocket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../server/warehouse/client.ts";
import { migrate } from "../../server/warehouse/migrations.ts";
import { nativeHello } from "../support/native-hello.ts";
import { testWarehouse, type TestWarehouse } from "../support/warehouse.ts";

const USERS = ["owner", "cube", "reader"] as const;
type User = (typeof USERS)[number];

let warehouse: TestWarehouse;
let clients: Record<User, ClickHouseClient>;

beforeAll(async () => {
  warehouse = await testWarehouse();
  const { connections } = warehouse;
  await migrate(connections.owner, { dictionary: connections.reader });
  clients = {
    owner: connect(connections.owner),
    cube: connect(connections.cube),
    reader: connect(connections.reader),
  };
  // The engine creates its log with the first flush.
  while (
    (await outcome(clients.owner, "SELECT 1 FROM system.query_log")) !== "ok"
  ) {
    await sleep(100);
  }
});

afterAll(async () => {
  await Promise.all(USERS.map((user) => clients[user].close()));
  await warehouse.remove();
});

const DENIED = "denied";

/** "ok", "denied", or the type of ClickHouse's error. */
async function outcome(client: ClickHouseClient, query: string) {
  try {
    await client.command({ query });
    return "ok";
  } catch (error) {
    const { type = String(error) } = error as { type?: string };
    return ["ACCESS_DENIED", "READONLY"].includes(type) ? DENIED : type;
  }
}

describe("access", () => {
  // Statement, then what owner, cube and reader get. In order: later rows use earlier objects.
  it.each([
    ["SELECT count() FROM pivot.trades_1d", "ok", "ok", "ok"],
    [
      "SELECT dictGet('pivot.instruments_dict', 'name', 'AAPL')",
      "ok",
      "ok",
      "ok",
    ],
    ["SELECT 1 FROM system.parts", "ok", "ok", "ok"],
    ["SELECT 1 FROM system.query_log", "ok", DENIED, DENIED],
    ["SELECT 1 FROM system.users", "ok", DENIED, DENIED],
    [
      "SELECT * FROM file('/etc/passwd', 'LineAsString')",
      DENIED,
      DENIED,
      DENIED,
    ],
    [
      "SELECT * FROM `/etc/passwd`",
      "UNKNOWN_TABLE",
      "UNKNOWN_TABLE",
      "UNKNOWN_TABLE",
    ],
    [
      "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')",
      DENIED,
      DENIED,
      DENIED,
    ],
    ["SELECT * FROM remote('127.0.0.1', system.one)", DENIED, DENIED, DENIED],
    [
      "SELECT * FROM executable('id', 'LineAsString', 'x String')",
      "UNSUPPORTED_METHOD",
      DENIED,
      DENIED,
    ],
    [
      "INSERT INTO FUNCTION file('/tmp/lookthrough-stolen', 'CSV', 'x Int8') SELECT 1",
      DENIED,
      DENIED,
      DENIED,
    ],
    [
      "SELECT 1 INTO OUTFILE '/tmp/lookthrough-stolen'",
      "INTO_OUTFILE_NOT_ALLOWED",
      "INTO_OUTFILE_NOT_ALLOWED",
      "INTO_OUTFILE_NOT_ALLOWED",
    ],
    ["SYSTEM SHUTDOWN", DENIED, DENIED, DENIED],
    ["SYSTEM STOP LISTEN HTTP", DENIED, DENIED, DENIED],
    ["SYSTEM FLUSH LOGS", DENIED, DENIED, DENIED],
    ["CREATE DATABASE stray", DENIED, DENIED, DENIED],
    [
      "CREATE TABLE default.stray (n UInt8) ENGINE = MergeTree ORDER BY n",
      DENIED,
      DENIED,
      DENIED,
    ],
    [
      "CREATE TABLE pivot.t (n UInt8) ENGINE = MergeTree ORDER BY n",
      "ok",
      DENIED,
      DENIED,
    ],
    [
      "CREATE TABLE pivot.f (n UInt8) ENGINE = File(CSV, '/etc/passwd')",
      DENIED,
      DENIED,
      DENIED,
    ],
    ["INSERT INTO pivot.t VALUES (1)", "ok", DENIED, DENIED],
    ["ALTER TABLE pivot.t DELETE WHERE n = 1", "ok", DENIED, DENIED],
    ["TRUNCATE TABLE pivot.t", "ok", DENIED, DENIED],
    ["DROP TABLE pivot.t", "ok", DENIED, DENIED],
    [
      "CREATE DATABASE IF NOT EXISTS dev_pre_aggregations",
      DENIED,
      "ok",
      DENIED,
    ],
    [
      "CREATE VIEW dev_pre_aggregations.v AS SELECT trade_date, sum(notional) AS n FROM pivot.trades_1d_rollup GROUP BY trade_date",
      DENIED,
      "ok",
      DENIED,
    ],
    ["SELECT * FROM dev_pre_aggregations.v", DENIED, "ok", DENIED],
    ["CREATE VIEW pivot.v AS SELECT 1", "ok", DENIED, DENIED],
    ["DROP TABLE dev_pre_aggregations.v", "UNKNOWN_TABLE", "ok", DENIED],
    [
      "CREATE DATABASE IF NOT EXISTS prod_pre_aggregations",
      DENIED,
      "ok",
      DENIED,
    ],
    ["CREATE USER someone", DENIED, DENIED, DENIED],
    ["GRANT ALL ON *.* TO reader", DENIED, DENIED, DENIED],
    ["BACKUP TABLE pivot.trades_1d TO File('x')", DENIED, DENIED, DENIED],
  ])("%s", async (statement, owner, cube, reader) => {
    // The least powerful first: what it may not do must still be there to refuse.
    const found = {
      reader: await outcome(clients.reader, statement),
      cube: await outcome(clients.cube, statement),
      owner: await outcome(clients.owner, statement),
    };
    expect(found).toEqual({ owner, cube, reader });
  });

  it("does not let anybody in as the engine's own user by HTTP", async () => {
    const attempts: Record<string, string>[] = [
      {},
      { "x-clickhouse-user": "default" },
      { authorization: `Basic ${btoa("default:")}` },
    ];
    const { url } = warehouse.connections.owner;
    for (const headers of attempts) {
      for (const path of [
        "/?query=SELECT+1",
        "/?query=SELECT+1&session_id=s",
      ]) {
        const response = await fetch(url + path, { headers });
        expect(response.status).toBe(500);
        expect(await response.text()).toContain("USER_SESSION_LIMIT_EXCEEDED");
      }
    }
  });

  it("does not let anybody in as the engine's own user by the native protocol", async () => {
    const { tcpPort } = warehouse.config;
    const { password } = warehouse.connections.owner;
    expect(await nativeHello(tcpPort, "default", "")).toContain(
      "overflown session count",
    );
    expect(await nativeHello(tcpPort, "owner", "wrong")).toContain(
      "Authentication failed",
    );
    expect(await nativeHello(tcpPort, "owner", password)).toBe("welcome");
    expect(await nativeHello(tcpPort, "reader", "")).toBe("welcome");
  });

  it("listens on loopback only", async () => {
    const { networkInterfaces } = await import("node:os");
    const outside = Object.values(networkInterfaces())
      .flat()
      .filter((address) => address?.family === "IPv4" && !address.internal);
    for (const address of outside) {
      const reached = await new Promise<boolean>((resolve) => {
        const socket = connectSocket(
          warehouse.config.httpPort,
          address?.address ?? "",
        );
        socket.once("connect", () => resolve(true));
        socket.once("error", () => resolve(false));
      });
      expect(reached).toBe(false);
    }
  });
});

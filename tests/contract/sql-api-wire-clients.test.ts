import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import pg from "pg";
import Cursor from "pg-cursor";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startToyServer, type ToyServer } from "../support/sql-server.ts";
import { cancelRequest, closed, WireClient } from "../support/sql-wire.ts";

let server: ToyServer;

beforeAll(async () => {
  server = await startToyServer({ authentication: "scram-sha-256" });
});

afterAll(() => server.stop());

const rowsTo = (last: number, first = 1) =>
  Array.from({ length: last - first + 1 }, (_, index) => ({
    n: first + index,
    label: `row ${first + index}`,
  }));

const CANCELED = {
  code: "57014",
  message: "canceling statement due to user request",
};

describe("pg", () => {
  let client: pg.Client;

  beforeAll(async () => {
    client = new pg.Client(server.client);
    await client.connect();
  });

  afterAll(() => client.end());

  it("sends simple queries, several at once too", async () => {
    expect((await client.query("SELECT 3 ROWS")).rows).toEqual(rowsTo(3));
    const results = (await client.query(
      "SELECT 1 ROWS; NOTICE a; SELECT 2 ROWS",
    )) as unknown as { rows: unknown[] }[];
    expect(results.map(({ rows }) => rows)).toEqual([rowsTo(1), [], rowsTo(2)]);
    expect((await client.query("")).rows).toEqual([]);
  });

  it("sends parameters, and named statements again and again", async () => {
    for (const count of [1, 2, 0]) {
      const { rows, rowCount } = await client.query({
        name: "rows",
        text: "SELECT $1 ROWS",
        values: [count],
      });
      expect(rows).toEqual(rowsTo(count));
      expect(rowCount).toBe(count);
    }
    const binary = { text: "SELECT 3 ROWS", values: [], binary: true };
    expect((await client.query(binary)).rows).toEqual(rowsTo(3));
    expect((await client.query("ECHO 2", ["é", null])).rows).toEqual([
      { p1: "text:é", p2: "null" },
    ]);
  });

  it("shows every field of an error, and goes on", async () => {
    await expect(client.query("FAIL 22012 at 6", [])).rejects.toMatchObject({
      severity: "ERROR",
      code: "22012",
      detail: "a detail",
      hint: "a hint",
      position: "6",
    });
    expect((await client.query("SELECT 1 ROWS")).rows).toEqual(rowsTo(1));
  });

  it("hears notices", async () => {
    const heard = once(client, "notice") as Promise<[{ message: string }]>;
    await client.query("NOTICE hear");
    expect((await heard)[0]).toMatchObject({ message: "hear" });
  });

  it("reads through a cursor and leaves it", async () => {
    await client.query("BEGIN");
    const cursor = client.query(
      new Cursor<{ n: number }>("SELECT ENDLESS ROWS"),
    );
    expect(await cursor.read(3)).toEqual(rowsTo(3));
    expect(await cursor.read(2000)).toEqual(rowsTo(2003, 4));
    expect(server.activity.reading).toBe(1);
    await cursor.close();
    await client.query("COMMIT");
    expect(server.activity.reading).toBe(0);
    const short = client.query(new Cursor("SELECT 3 ROWS"));
    expect(await short.read(2)).toEqual(rowsTo(2));
    expect(await short.read(2)).toEqual(rowsTo(3, 3));
    expect(await short.read(2)).toEqual([]);
    await short.close();
  });
});

describe("postgres", () => {
  const connect = () =>
    postgres({
      ...server.client,
      max: 1,
      fetch_types: false,
      onnotice: () => {},
    });

  it("sends prepared statements, simple queries and pipelines", async () => {
    const sql = connect();
    expect(await sql`SELECT ${2} ROWS`).toEqual(rowsTo(2));
    const results: unknown = await sql
      .unsafe("SELECT 1 ROWS; SELECT 2 ROWS")
      .simple();
    expect(results).toEqual([rowsTo(1), rowsTo(2)]);
    const counts = Array.from({ length: 100 }, (_, index) => index % 7);
    const answers = await Promise.all(
      counts.map((count) => sql`SELECT ${count} ROWS`),
    );
    expect(answers).toEqual(counts.map((count) => rowsTo(count)));
    await sql.end();
  });

  it("reads through a cursor", async () => {
    const sql = connect();
    const seen: number[] = [];
    for await (const rows of sql`SELECT ${2500} ROWS`.cursor(1000)) {
      seen.push(rows.length);
    }
    expect(seen).toEqual([1000, 1000, 500]);
    await sql.end();
  });

  it("goes on after an error in a pipeline", async () => {
    const sql = connect();
    const [good, bad, later] = await Promise.allSettled([
      sql`SELECT ${1} ROWS`,
      sql.unsafe("FAIL 22012", []),
      sql`SELECT ${2} ROWS`,
    ]);
    expect(good).toMatchObject({ status: "fulfilled", value: rowsTo(1) });
    expect(bad).toMatchObject({ reason: { code: "22012" } });
    expect(later).toMatchObject({ status: "fulfilled", value: rowsTo(2) });
    await sql.end();
  });

  it.each(["WAIT", "SELECT ENDLESS ROWS OF 500", "PREPARE WAIT"])(
    "cancels %s",
    async (text) => {
      const sql = connect();
      await sql.unsafe("NOTICE connected");
      const running = sql.unsafe(text, []);
      const ended = expect(running).rejects.toMatchObject(CANCELED);
      await expect.poll(() => server.activity.reading).toBe(1);
      running.cancel();
      await ended;
      // This client goes on counting rows where the canceled statement stopped.
      const rows = [...(await sql.unsafe("SELECT 1 ROWS"))].filter(Boolean);
      expect(rows).toEqual(rowsTo(1));
      expect(server.activity.reading).toBe(0);
      await sql.end();
    },
  );
});

describe("cancel requests", () => {
  it("stop only the statement whose key they have", async () => {
    const client = new pg.Client(server.client);
    await client.connect();
    const other = new pg.Client(server.client);
    other.on("error", () => {});
    await other.connect();
    const { processID, secretKey } = client as unknown as {
      processID: number;
      secretKey: number;
    };
    const running = client.query("WAIT");
    const bystander = other.query("WAIT");
    await expect.poll(() => server.activity.reading).toBe(2);
    const key = Buffer.alloc(4);
    key.writeInt32BE(secretKey);
    const wrong = Buffer.from(key.map((byte) => byte ^ 1));
    for (const [pid, secret] of [
      [processID, wrong],
      [processID ^ 1, key],
      [processID, key.subarray(1)],
      [processID, Buffer.concat([key, key])],
    ] as const) {
      const request = await WireClient.connect(server.port);
      request.send(cancelRequest(pid, secret));
      expect(await request.rest()).toEqual([]);
    }
    expect(server.activity.reading).toBe(2);
    const request = await WireClient.connect(server.port);
    request.send(cancelRequest(processID, key));
    await expect(running).rejects.toMatchObject(CANCELED);
    expect((await client.query("SELECT 1 ROWS")).rows).toEqual(rowsTo(1));
    expect(server.activity.reading).toBe(1);
    const stopped = expect(bystander).rejects.toThrow();
    other.connection.stream.destroy();
    await stopped;
    await closed(request.socket);
    await client.end();
  });
});

const PSQL = spawnSync("psql", ["--version"]).status === 0;

// Debian's package postgresql-client brings it.
describe.skipIf(!PSQL)("psql, where it is installed", () => {
  const place = () => {
    const { host, port, user, database } = server.client;
    return `postgresql://${user}@${host}:${port}/${database}`;
  };
  const environment = () => ({
    ...process.env,
    PGPASSWORD: server.client.password,
  });
  const psql = (...commands: string[]) =>
    promisify(execFile)(
      "psql",
      [place(), "-XAt", ...commands.flatMap((command) => ["-c", command])],
      { env: environment() },
    );

  it("runs statements and shows where they fail", async () => {
    const { stdout } = await psql("SELECT 2 ROWS", "BEGIN", "\\echo :USER");
    expect(stdout).toBe("1|row 1\n2|row 2\nBEGIN\nanna\n");
    const failed = psql("NOTICE a; FAIL 22012 at 6");
    await expect(failed).rejects.toMatchObject({
      stderr: [
        "NOTICE:  a",
        "ERROR:  the toy fails as it was told",
        "LINE 1: NOTICE a; FAIL 22012 at 6",
        "                       ^",
        "DETAIL:  a detail",
        "HINT:  a hint",
        "",
      ].join("\n"),
    });
  });

  it("is refused with a wrong password", async () => {
    server.client.password += "!";
    try {
      await expect(psql("SELECT 1 ROWS")).rejects.toMatchObject({
        stderr: expect.stringContaining(
          'FATAL:  password authentication failed for user "anna"',
        ) as string,
      });
    } finally {
      server.client.password = server.client.password.slice(0, -1);
    }
  });

  const running = (text: string) => {
    const child = spawn("psql", [place(), "-XAt", "-c", text], {
      env: environment(),
    });
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    child.stdout.resume();
    return { child, exited: once(child, "exit"), errors: () => errors };
  };

  it("cancels on Ctrl-C", async () => {
    const { child, exited, errors } = running("WAIT");
    await expect.poll(() => server.activity.reading).toBe(1);
    child.kill("SIGINT");
    await exited;
    expect(errors()).toContain("canceling statement due to user request");
    expect(server.activity.reading).toBe(0);
  });

  it("stops what it had asked for when it is killed", async () => {
    const { child, exited } = running("SELECT ENDLESS ROWS OF 500");
    await expect.poll(() => server.activity.rowsMade).toBeGreaterThan(0);
    await expect.poll(() => server.activity.reading).toBe(1);
    child.kill("SIGKILL");
    await exited;
    await expect.poll(() => server.activity.reading).toBe(0);
    await expect.poll(() => server.connections).toBe(0);
  });
});

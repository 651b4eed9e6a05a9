import pg from "pg";
import postgres from "postgres";
import { afterEach, describe, expect, it } from "vitest";
import { SqlError } from "../../server/sql-api/sql-error.ts";
import type {
  AuthenticationMethod,
  CheckSqlAuth,
  SqlAuthRequest,
} from "../../server/sql-api/wire/authentication.ts";
import type { WireServerOptions } from "../../server/sql-api/wire/server.ts";
import {
  PASSWORD,
  startToyServer,
  type ToyServer,
  USER,
} from "../support/sql-server.ts";
import {
  fields,
  int32,
  message,
  password,
  query,
  startUp,
  startUpMessage,
  WireClient,
} from "../support/sql-wire.ts";

const METHODS: AuthenticationMethod[] = ["cleartext", "md5", "scram-sha-256"];

let server: ToyServer;

const start = async (options: Partial<WireServerOptions>) =>
  (server = await startToyServer(options));

afterEach(() => server.stop());

async function enter(options: Partial<pg.ClientConfig> = {}) {
  const client = new pg.Client({ ...server.client, ...options });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query("ECHO 1", ["in"]);
    return rows[0] as unknown;
  } catch (error) {
    const { severity, code, message } = error as pg.DatabaseError;
    return { severity, code, message };
  } finally {
    await client.end();
  }
}

const IN = { p1: "text:in" };
const refused = (user: string) => ({
  severity: "FATAL",
  code: "28P01",
  message: `password authentication failed for user "${user}"`,
});

describe.each(METHODS)("authentication by %s", (authentication) => {
  it("lets in who knows the password, and nobody else", async () => {
    await start({ authentication });
    expect(await enter()).toEqual(IN);
    for (const wrong of [`${PASSWORD}!`, PASSWORD.slice(1), "x"]) {
      expect(await enter({ password: wrong })).toEqual(refused(USER));
    }
    expect(await enter({ user: "eve" })).toEqual(refused("eve"));
    expect(server.activity.logins).toHaveLength(1);
  });

  it("refuses a wrong password and an unknown user by the same messages", async () => {
    await start({ authentication });
    const seen: string[][] = [];
    for (const user of [USER, "eve0"]) {
      const client = await WireClient.connect(server.port);
      client.send(startUpMessage({ user }));
      const messages: string[] = [];
      for (;;) {
        const next = await client.read();
        if (next === undefined) break;
        messages.push(`${next.type} ${next.body.length}`);
        if (next.type !== "R") continue;
        const kind = next.body.readInt32BE(0);
        messages.push(String(kind));
        const first = Buffer.from("n,,n=,r=abc");
        const proof = Buffer.alloc(32).toString("base64");
        const nonce = next.body.toString("latin1", 4).split(",")[0];
        if (kind === 3 || kind === 5) client.send(password("wrong"));
        if (kind === 10) {
          const mechanism = Buffer.from("SCRAM-SHA-256\0");
          client.send(message("p", mechanism, int32(first.length), first));
        }
        if (kind === 11) {
          const final = `c=biws,${nonce},p=${proof}`;
          client.send(message("p", Buffer.from(final)));
        }
      }
      seen.push(messages);
    }
    expect(seen[0]!.at(-1)).toMatch(/^E /);
    expect(seen[1]).toEqual(seen[0]);
  });

  it("lets nobody in without a password to compare with", async () => {
    for (const expected of [null, undefined, ""]) {
      await start({
        authentication,
        checkSqlAuth: () => Promise.resolve({ password: expected }),
      });
      expect(await enter({ password: "x" })).toEqual(refused(USER));
      const client = await WireClient.connect(server.port);
      client.send(startUpMessage(), password(""));
      expect((await client.rest()).at(-1)).toMatch(/^E (28P01|08P01) FATAL/);
      await server.stop();
    }
    await start({ authentication });
  });

  it("compares nothing when the callback has said so", async () => {
    await start({
      authentication,
      checkSqlAuth: () => Promise.resolve({ skipPasswordCheck: true }),
    });
    expect(await enter({ password: "anything" })).toEqual(IN);
  });

  it("tells the callback who asks, and the executor what it has answered", async () => {
    const requests: SqlAuthRequest[] = [];
    const checkSqlAuth: CheckSqlAuth = (request) => {
      requests.push(request);
      const securityContext = { groups: ["fx"] };
      return Promise.resolve({
        password: PASSWORD,
        superuser: true,
        securityContext,
      });
    };
    await start({ authentication, checkSqlAuth });
    expect(await enter({ application_name: "auth test" })).toEqual(IN);
    expect(requests).toEqual([
      {
        user: USER,
        password: authentication === "cleartext" ? PASSWORD : null,
        database: "views",
        remoteAddress: "127.0.0.1",
      },
    ]);
    const [login] = server.activity.logins;
    expect(login).toMatchObject({
      user: USER,
      database: "views",
      superuser: true,
      securityContext: { groups: ["fx"] },
    });
    expect(Object.fromEntries(login!.parameters)).toEqual({
      application_name: "auth test",
      client_encoding: "UTF8",
    });
  });

  it("shows the client an error that is meant for it", async () => {
    const problem = new SqlError("28000", "your account has expired");
    await start({
      authentication,
      checkSqlAuth: () => Promise.reject(problem),
    });
    expect(await enter()).toEqual({
      severity: "FATAL",
      code: "28000",
      message: "your account has expired",
    });
  });

  it.each(["pass wörd €", "Ⅸ\u00ad\u00a0x", "🔑", "e\u0301"])(
    "knows the password %j however a client normalizes it",
    async (secret) => {
      await start({
        authentication,
        checkSqlAuth: () => Promise.resolve({ password: secret }),
      });
      expect(await enter({ password: secret })).toEqual(IN);
      const sql = postgres({
        ...server.client,
        password: secret,
        fetch_types: false,
      });
      expect(await sql.unsafe("ECHO 1", ["in"])).toEqual([IN]);
      await sql.end();
      expect(await enter({ password: `${secret}.` })).toEqual(refused(USER));
    },
  );

  it("takes nothing but a password before it is known who it is", async () => {
    await start({ authentication });
    const client = await WireClient.connect(server.port);
    client.send(startUpMessage(), query("SELECT 1 ROWS"));
    expect((await client.rest()).at(-1)).toBe(
      "E 08P01 FATAL invalid frontend message type 81",
    );
    expect(server.activity.logins).toEqual([]);
  });
});

describe("SCRAM", () => {
  it.each([
    ["another mechanism", ["SCRAM-SHA-256-PLUS\0", int32(-1)]],
    ["a length that is too great", ["SCRAM-SHA-256\0", int32(99), "n,,"]],
    ["a length that is too small", ["SCRAM-SHA-256\0", int32(1), "n,,"]],
    ["no length", ["SCRAM-SHA-256\0"]],
  ])("refuses a first message with %s", async (_, parts) => {
    await start({ authentication: "scram-sha-256" });
    const client = await WireClient.connect(server.port);
    client.send(startUpMessage());
    client.send(message("p", ...parts.map((part) => Buffer.from(part))));
    expect((await client.rest()).at(-1)).toMatch(/^E 08P01 FATAL/);
  });

  it("asks for the first message when it did not come with the mechanism", async () => {
    await start({ authentication: "scram-sha-256" });
    const client = await WireClient.connect(server.port);
    client.send(startUpMessage());
    await client.readTo("R");
    client.send(message("p", Buffer.from("SCRAM-SHA-256\0"), int32(-1)));
    const challenge = await client.read();
    expect(challenge?.body).toEqual(int32(11));
    client.send(message("p", Buffer.from("n,,n=,r=abc")));
    const first = await client.read();
    expect(first?.body.toString("latin1", 4)).toMatch(/^r=abc.+,s=.+,i=4096$/);
    await client.close();
  });
});

describe("start-up", () => {
  it("negotiates a protocol that is too new, and its options", async () => {
    await start({});
    const client = await WireClient.connect(server.port);
    client.send(startUpMessage({ "_pq_.grease": "1" }, 0x3270f), password());
    const messages = await client.readTo("Z");
    expect(messages[0]?.type).toBe("v");
    expect(messages[0]?.body).toEqual(
      Buffer.concat([int32(0x30002), int32(1), Buffer.from("_pq_.grease\0")]),
    );
    expect(messages.find(({ type }) => type === "K")?.body).toHaveLength(36);
    await client.close();
  });

  it.each([
    [0x30000, 4],
    [0x30002, 32],
  ])("gives protocol %i a cancel key of %i bytes", async (version, bytes) => {
    await start({});
    const keys = [];
    for (let session = 0; session < 5; session++) {
      const { client, greeting } = await WireClient.session(
        server.port,
        {},
        version,
      );
      keys.push(greeting.find(({ type }) => type === "K")!.body);
      expect(greeting.some(({ type }) => type === "v")).toBe(false);
      await client.close();
    }
    expect(keys.map((key) => key.length)).toEqual(Array(5).fill(4 + bytes));
    const secrets = keys.map((key) => key.toString("hex", 4));
    expect(new Set(secrets).size).toBe(5);
  });

  it("greets with parameters, a key and ReadyForQuery", async () => {
    await start({});
    const { client, greeting } = await WireClient.session(server.port);
    expect(greeting.map(({ type }) => type).join("")).toMatch(/^RRS+KZ$/);
    await client.close();
  });

  it("takes the user's name for the database's when it is not given", async () => {
    await start({});
    expect(await enter({ database: "" })).toEqual(IN);
    const { client } = await WireClient.session(server.port, { database: "" });
    expect(server.activity.logins.at(-1)?.database).toBe(USER);
    await client.close();
  });

  it.each([
    ["no user", startUpMessage({ user: "" }), "28000"],
    ["replication", startUpMessage({ replication: "database" }), "0A000"],
    ["protocol 2.0", startUp(0x20000, Buffer.alloc(288)), "0A000"],
    ["a web browser", Buffer.from("GET / HTTP/1.1\r\n\r\n"), "08P01"],
  ])("refuses %s", async (_, bytes, code) => {
    await start({});
    const client = await WireClient.connect(server.port);
    client.send(bytes);
    const last = (await client.readTo()).at(-1)!;
    expect(fields(last)).toMatchObject({ C: code, S: "FATAL", V: "FATAL" });
  });

  it("shows why a session cannot begin", async () => {
    await start({});
    expect(await enter({ database: "missing" })).toEqual({
      severity: "FATAL",
      code: "3D000",
      message: 'database "missing" does not exist',
    });
    await expect.poll(() => server.connections).toBe(0);
  });
});

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../../server/config.ts";
import { signToken, tokenKey } from "../../server/cube/api-token.ts";
import { sqlAuth } from "../../server/cube/sql-auth.ts";
import {
  type ClientStack,
  DATABASE,
  deskFacts,
  startClientStack,
} from "../support/clients/client-stack.ts";
import { runProgram, works } from "../support/clients/programs.ts";
import {
  type PostgresServer,
  startPostgresServer,
} from "../support/sql-postgres-server.ts";
import { TEST_SECRET } from "../support/stack.ts";

const TLS = join(import.meta.dirname, "..", "support", "tls");
const CERTIFICATE = join(TLS, "certificate.pem");
const PASSWORD = "correct horse battery";

const BY_DESK =
  "SELECT desk, measure(notional) FROM trade_metrics GROUP BY 1 ORDER BY 1";

const tokenOf = (claims: Record<string, unknown>) =>
  signToken(claims, tokenKey(TEST_SECRET), "1h");

interface Login {
  user: string;
  password?: string;
  /** @default "disable" */
  tls?: "disable" | "require";
}

/** Rows as text, or the message of what went wrong. */
type Ask = (login: Login, sql: string) => Promise<string[][] | string>;

let stack: ClientStack;
/** Of the SQL API that is asked. */
let port: number;

const viaPg: Ask = async ({ user, password, tls }, sql) => {
  const client = new pg.Client({
    host: "127.0.0.1",
    port,
    database: DATABASE,
    user,
    password: password ?? "",
    ssl: tls === "require" && { rejectUnauthorized: false },
  });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<unknown[]>({
      text: sql,
      rowMode: "array",
    });
    return rows.map((row) => row.map(String));
  } catch (error) {
    return withHint(error);
  } finally {
    await client.end();
  }
};

const viaPostgres: Ask = async ({ user, password, tls }, sql) => {
  const client = postgres({
    host: "127.0.0.1",
    port,
    database: DATABASE,
    user,
    password: password ?? "",
    ssl: tls === "require" && { rejectUnauthorized: false },
    max: 1,
  });
  try {
    const rows = await client.unsafe(sql).values();
    return rows.map((row) => row.map(String));
  } catch (error) {
    return withHint(error);
  } finally {
    await client.end();
  }
};

function withHint(error: unknown): string {
  const { message, hint = "" } = error as Error & { hint?: string };
  return `${message}\n${hint}`;
}

const viaPsql: Ask = async ({ user, password, tls = "disable" }, sql) => {
  const { stdout, stderr, status } = await runProgram(
    "psql",
    ["-XAt", "--no-password", "-c", sql],
    {
      env: {
        PGHOST: "127.0.0.1",
        PGPORT: String(port),
        PGDATABASE: DATABASE,
        PGUSER: user,
        PGSSLMODE: tls,
        ...(password === undefined ? {} : { PGPASSWORD: password }),
      },
    },
  );
  if (status !== 0) return stderr;
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.split("|"));
};

const PSQL = works("psql", "--version");
if (!PSQL) console.warn("psql logs in nowhere: install postgresql-client");

const CLIENTS = [
  ["pg", viaPg],
  ["postgres", viaPostgres],
  ...(PSQL ? [["psql", viaPsql] as const] : []),
] as const;

/** What REST gives a token, or anybody where no token is needed. */
async function restOf(token?: string): Promise<unknown[][]> {
  const query = {
    measures: ["trade_metrics.notional"],
    dimensions: ["trade_metrics.desk"],
    order: { "trade_metrics.desk": "asc" },
  };
  const response = await fetch(
    `${stack.apiUrl}/cubejs-api/v1/load?query=${encodeURIComponent(JSON.stringify(query))}`,
    { headers: token === undefined ? {} : { authorization: token } },
  );
  const { data } = (await response.json()) as {
    data: Record<string, string>[];
  };
  return data.map((row) => [
    row["trade_metrics.desk"],
    // Sums of doubles depend a little on their order, asked twice.
    expect.closeTo(Number(row["trade_metrics.notional"]), 2) as number,
  ]);
}

async function numbersOf(ask: Ask, login: Login) {
  const rows = await ask(login, BY_DESK);
  if (typeof rows === "string") throw new Error(rows);
  return rows.map(([desk, notional]) => [desk, Number(notional)]);
}

const factsOf = async (condition?: string) =>
  (await deskFacts(stack, condition)).map(({ desk, notional }) => [
    desk,
    expect.closeTo(notional, 2) as number,
  ]);

describe("in development", () => {
  beforeAll(async () => {
    stack = await startClientStack();
    port = stack.sqlPort;
  });

  afterAll(() => stack?.stop());

  describe.each(CLIENTS)("%s", (_, ask) => {
    it("enters without a password, and sees everything", async () => {
      const facts = await factsOf();
      expect(facts.length).toBeGreaterThan(3);
      expect(await numbersOf(ask, { user: "anna" })).toEqual(facts);
    });

    it("sees with a desk's token what REST shows to it", async () => {
      const [all] = await deskFacts(stack);
      const desk = all!.desk;
      const token = tokenOf({ groups: ["desk"], desk });
      const rows = await numbersOf(ask, { user: "token", password: token });
      expect(rows).toEqual(await restOf(token));
      expect(rows).toEqual(await factsOf(`desk = '${desk}'`));
      expect(rows).toHaveLength(1);
    });

    it("sees with an analyst's token what REST shows to it", async () => {
      const token = tokenOf({ groups: ["analyst"] });
      const rows = await numbersOf(ask, { user: "token", password: token });
      expect(rows).toEqual(await restOf(token));
      expect(rows).toEqual(await factsOf());
    });

    it.each([
      ["no token", "hello", /password authentication failed|no API token/],
      [
        "another key's",
        signToken({ groups: ["analyst"] }, tokenKey("x".repeat(32)), "1h"),
        /the token is refused/,
      ],
      [
        "a desk's without a desk",
        tokenOf({ groups: ["desk"] }),
        /the token is refused/,
      ],
      ["one without groups", tokenOf({}), /the token is refused/],
    ])("is refused as user token: %s", async (_name, password, message) => {
      const answer = await ask({ user: "token", password }, "SELECT 1");
      expect(answer).toMatch(message);
      expect(answer).not.toContain(password);
    });
  });
});

const KEY = join(TLS, "key.pem");

async function refusesOthers(ask: Ask): Promise<void> {
  for (const login of [
    { user: "bi", password: "wrong" },
    { user: "anna", password: PASSWORD },
    { user: "bi", password: "" },
  ]) {
    const answer = await ask({ ...login, tls: "require" }, "SELECT 1");
    expect(answer, JSON.stringify(login)).toEqual(expect.any(String));
    expect(answer).toMatch(/password/i);
  }
}

describe("in production, with a user, tokens and TLS", () => {
  beforeAll(async () => {
    stack = await startClientStack({
      mode: "production",
      env: {
        CUBEJS_SQL_USER: "bi",
        CUBEJS_SQL_PASSWORD: PASSWORD,
        SQL_TLS_CERT: CERTIFICATE,
        SQL_TLS_KEY: KEY,
      },
    });
    port = stack.sqlPort;
  });

  afterAll(() => stack?.stop());

  describe.each(CLIENTS)("%s", (_, ask) => {
    it.each(["require", "disable"] as const)(
      "enters with the password and sees everything, sslmode=%s",
      async (tls) => {
        const login = { user: "bi", password: PASSWORD, tls };
        const rows = await numbersOf(ask, login);
        expect(rows).toEqual(await factsOf());
        expect(rows).toEqual(await restOf(stack.token));
      },
    );

    it("does not enter with another password, another user or none", () =>
      refusesOthers(ask));
  });

  it.each(CLIENTS)("%s sees what REST shows to the token", async (_, ask) => {
    const [all] = await deskFacts(stack);
    const desk = all!.desk;
    for (const [token, condition] of [
      [stack.token!, "1"],
      [tokenOf({ groups: ["desk"], desk }), `desk = '${desk}'`],
    ] as const) {
      const rows = await numbersOf(ask, {
        user: "anybody",
        password: token,
        tls: "require",
      });
      expect(rows).toEqual(await factsOf(condition));
      expect(rows).toEqual(await restOf(token));
    }
    expect(await ask({ user: "anybody", tls: "require" }, "SELECT 1")).toEqual(
      expect.stringMatching(/password/i),
    );
  });

  it.skipIf(!PSQL)("psql trusts the certificate it is given", async () => {
    const { stdout } = await runProgram(
      "psql",
      ["-XAt", "-c", "\\conninfo", "-c", "SELECT 1"],
      {
        env: {
          ...stack.environment,
          PGHOST: "localhost",
          PGPASSWORD: stack.token!,
          PGSSLMODE: "verify-full",
          PGSSLROOTCERT: CERTIFICATE,
        },
      },
    );
    expect(stdout).toMatch(/SSL connection \(protocol: TLSv1\.3/);
    expect(stdout).toMatch(/^1$/m);
  });
});

describe.each(["md5", "scram-sha-256"] as const)(
  "by %s, with TLS",
  (method) => {
    let server: PostgresServer;

    beforeAll(async () => {
      const config = readConfig({
        NODE_ENV: "production",
        CUBEJS_API_SECRET: TEST_SECRET,
        SQL_AUTH: method,
        CUBEJS_SQL_USER: "bi",
        CUBEJS_SQL_PASSWORD: PASSWORD,
      });
      const check = sqlAuth(config, TEST_SECRET, () => Promise.resolve([]));
      server = await startPostgresServer({
        wire: {
          authentication: method,
          tryWithoutPassword: false,
          checkSqlAuth: ({ user, password }) =>
            check(undefined, user, password),
          tls: { cert: await readFile(CERTIFICATE), key: await readFile(KEY) },
        },
      });
      port = server.sqlPort;
    });

    afterAll(() => server?.stop());

    it.each(CLIENTS)("%s enters with the password alone", async (_, ask) => {
      for (const tls of ["require", "disable"] as const) {
        const login = { user: "bi", password: PASSWORD, tls };
        expect(await ask(login, "SELECT current_user")).toEqual([["bi"]]);
      }
      await refusesOthers(ask);
    });
  },
);

import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type PostgresServer,
  startPostgresServer,
} from "../support/sql-postgres-server.ts";
import { sqlClient, sqlError } from "../support/sql-stack.ts";

/** What another session asks while something hostile runs. */
const HONEST =
  "SELECT current_user AS who, sum(n) AS sum FROM generate_series(1, 100) AS n";

/** Milliseconds: longer than any test, so that nothing is over by itself. */
const FOR_EVER = 3_600_000;

let server: PostgresServer;
let honest: pg.Client;

beforeAll(async () => {
  server = await startPostgresServer({
    pool: { patience: FOR_EVER, timeout: FOR_EVER },
  });
  honest = await sqlClient(server);
});

afterAll(async () => {
  await honest?.end();
  await server?.stop();
});

async function answersHonestly(): Promise<void> {
  const { rows } = await honest.query(HONEST);
  expect(rows).toEqual([{ who: "anna", sum: "5050" }]);
}

const list = (count: number, element: (place: number) => string, by: string) =>
  Array.from({ length: count }, (_, place) => element(place)).join(by);

/** What keeps Postgres busy: contained by its limits, or by the session's own. */
const FLOODS: [what: string, text: string][] = [
  ["a long series", "SELECT count(*) FROM generate_series(1, 1000000000000)"],
  ["1 GB of text", "SELECT length(repeat('x', 1000000000))"],
  [
    "a huge array",
    "SELECT array_agg(repeat('x', 1000) || i) FROM generate_series(1, 10000000) i",
  ],
  [
    "endless recursion",
    "WITH RECURSIVE a AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM a) SELECT count(*) FROM a",
  ],
  [
    "recursion that doubles",
    "WITH RECURSIVE a AS (SELECT 'x' AS n UNION ALL SELECT n || n FROM a) SELECT count(*) FROM a",
  ],
  [
    "a product of tables",
    "SELECT count(*) FROM pg_class a, pg_class b, pg_class c, pg_class d",
  ],
  [
    "a regular expression with a long memory",
    "SELECT repeat('a', 401) ~ '^(a*)(a*)(a*)(a*)(a*)\\1\\2\\3\\4\\5$'",
  ],
];

/** What keeps the parser and the translator busy: answered or refused at once. */
const LARGE: [what: string, text: string, answer: RegExp][] = [
  [
    "10,000 parentheses",
    `SELECT ${"(".repeat(1e4)}1${")".repeat(1e4)}`,
    /^4260|^54001/,
  ],
  [
    "10,000 parentheses around a filter",
    `SELECT count(*) FROM trade_metrics WHERE ${"(".repeat(1e4)}desk = 'x'${")".repeat(1e4)}`,
    /^4260|^54001/,
  ],
  [
    "5,000 times NOT",
    `SELECT count(*) FROM trade_metrics WHERE ${"NOT ".repeat(5000)}desk = 'x'`,
    /^54001$/,
  ],
  [
    "a chain of sums",
    `SELECT ${"1+".repeat(5000)}1 FROM trade_metrics`,
    /^54001$/,
  ],
  [
    "nested queries",
    `SELECT ${"(SELECT ".repeat(1000)}1${")".repeat(1000)}`,
    /^54001$|^42601$|^53200$|^rows$/,
  ],
  ["1 MB of SQL", `SELECT ${list(250_000, () => "1", ", ")}`, /^54000$/],
  [
    "1 MB in one name",
    `SELECT ${"x".repeat(1e6)} FROM trade_metrics`,
    /^54000$/,
  ],
  ["30,000 columns", `SELECT ${list(30_000, String, ",")}`, /^54011$/],
  [
    "30,000 columns of the model",
    `SELECT ${list(30_000, () => "desk", ",")} FROM trade_metrics`,
    /^54011$/,
  ],
  ["100,000 comments", `${"/**/".repeat(60_000)}SELECT 1`, /^54000$/],
  ["comments that do not end", "/*".repeat(100_000), /^54000$/],
  ["operators without end", `SELECT 1 ${"+-".repeat(50_000)}1`, /^54000$/],
  ["2000 statements", "SELECT 1;".repeat(2000), /^rows$/],
];

/** Starts it, and asks in another session before it is over. */
async function withHonestQuestion(
  text: string,
  milliseconds: number,
): Promise<string> {
  const client = await sqlClient(server);
  await client.query(`SET statement_timeout = ${milliseconds}`);
  const answer = client.query(text).then(
    () => "rows",
    (error: pg.DatabaseError) => error.code ?? error.message,
  );
  await answersHonestly();
  const code = await answer;
  await client.end();
  return code;
}

describe("a statement that wants everything", () => {
  it.each(FLOODS)(
    "%s is contained, and others are answered meanwhile",
    async (_, text) => {
      expect(await withHonestQuestion(text, 1500)).toMatch(/^(53|54|57014|22)/);
    },
  );

  it.each(LARGE)(
    "%s is answered or refused, and others are answered meanwhile",
    async (_, text, answer) => {
      expect(await withHonestQuestion(text, FOR_EVER)).toMatch(answer);
    },
  );
});

it("endless statements in more sessions than there are threads keep nobody waiting", async () => {
  const text =
    "SELECT count(*) FROM pg_class a, pg_class b, pg_class c, pg_class d";
  const endless = await Promise.all(
    Array.from({ length: 5 }, () => sqlClient(server)),
  );
  let over = 0;
  const errors = endless.map((client) =>
    sqlError(client.query(text)).finally(() => over++),
  );
  for (let round = 0; round < 5; round++) await answersHonestly();
  // Nobody had to end for it.
  expect(over).toBe(0);
  await Promise.all(endless.map((client) => client.end()));
  await Promise.all(errors);
});

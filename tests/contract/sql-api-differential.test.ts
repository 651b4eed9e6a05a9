import { types as TYPES, type PGlite } from "@electric-sql/pglite";
import { loadModule } from "libpg-query";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BinaryClient, isBinary } from "../support/sql-differential-binary.ts";
import {
  cellOf,
  expectSameRows,
  type Table,
} from "../support/sql-differential-compare.ts";
import { overRows } from "../support/sql-differential-measures.ts";
import { randomStatements } from "../support/sql-differential-random.ts";
import { restQuery, restRows } from "../support/sql-differential-rest.ts";
import { plainDatabase } from "../support/sql-differential-rows.ts";
import { KINDS } from "../support/sql-statements.ts";
import type { Statement } from "../support/sql-statements-types.ts";
import { sharedStack, type SharedStack } from "../support/shared-stack.ts";

const RANDOM = 60;

let stack: SharedStack;
let plain: PGlite;
let pool: pg.Pool;
let binary: BinaryClient;

beforeAll(async () => {
  await loadModule();
  stack = await sharedStack("sql");
  plain = await plainDatabase(stack);
  pool = new pg.Pool({
    host: "127.0.0.1",
    port: stack.sqlPort,
    database: "cube",
    user: "analyst",
    max: 3,
  });
  binary = await BinaryClient.connect(stack.sqlPort);
});

afterAll(async () => {
  await binary?.close();
  await pool?.end();
  await plain?.close();
});

/** Types that PGlite would read, and arrays of text, int8, float8 and numeric. */
const READ_TYPES = [
  ...Object.values<unknown>(TYPES).filter((type) => typeof type === "number"),
  ...[1009, 1016, 1022, 1231],
];
const asText = (value: string) => value;
/** Leave results as the text that they come as. */
const TEXT_PARSERS: Record<number, typeof asText> = Object.fromEntries(
  READ_TYPES.map((oid) => [oid, asText]),
);

async function overPlain({ sql, plain: other, values = [] }: Statement) {
  const { fields, rows } = await plain.query<(string | null)[]>(
    overRows(other ?? sql),
    values,
    { rowMode: "array", parsers: TEXT_PARSERS },
  );
  return tableOf(
    fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID })),
    rows,
  );
}

function tableOf(
  fields: { name: string; type: number }[],
  rows: (string | null)[][],
): Table {
  const types = fields.map(({ type }) => type);
  return {
    names: fields.map(({ name }) => name),
    types,
    rows: rows.map((row) => row.map((text, i) => cellOf(types[i]!, text))),
  };
}

const fieldsOf = ({ fields }: pg.QueryArrayResult) =>
  fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID }));

async function asked({ sql, values }: Statement): Promise<Table> {
  const result = await pool.query<(string | null)[]>({
    text: sql,
    rowMode: "array",
    ...(values === undefined ? {} : { values }),
    types: { getTypeParser: () => asText },
  });
  return tableOf(fieldsOf(result), result.rows);
}

/** What makes the answer, by the service's own account. */
async function answeredBy({
  sql,
  values,
}: Statement): Promise<{ how: string; rollups: string[][] }> {
  const { rows } = await pool.query<{ "QUERY PLAN": unknown }>(
    `EXPLAIN (FORMAT JSON) ${sql}`,
    values,
  );
  const [first] = rows.map((row) => row["QUERY PLAN"]) as [unknown];
  const [plan] = (typeof first === "string" ? JSON.parse(first) : first) as [
    { postgres?: string; scans: { rollups: string[] }[] },
  ];
  return {
    how: plan.postgres === undefined ? "pushed down" : "post-processed",
    rollups: plan.scans.map(({ rollups }) => rollups),
  };
}

const counts = { compared: 0, refused: 0, rest: 0, binary: 0, empty: 0 };

async function isRefused(statement: Statement): Promise<void> {
  const error = (await asked(statement).catch((thrown: unknown) => thrown)) as {
    code?: string;
    hint?: string;
  };
  const { code, hint } = error;
  expect({ code, hint }).toEqual(statement.answered);
  expect(hint).toMatch(/\w/);
  counts.refused += 1;
}

/** NULL in SQL, where ClickHouse, and so REST, says 0. */
const isTotalOfNothing = ({ rows }: Table) =>
  rows.length === 1 && rows[0]!.every((cell) => cell === null || cell === 0);

async function isAnswered(statement: Statement): Promise<void> {
  const { sql, values, answered } = statement;
  const wanted = await overPlain(statement);
  const answer = await asked(statement);
  expect(answer.types).toEqual(wanted.types);
  if (overRows(sql) === sql && statement.plain === undefined) {
    expect(answer.names).toEqual(wanted.names);
  }
  expectSameRows(answer, wanted, statement);
  counts.compared += 1;
  if (wanted.rows.length === 0) counts.empty += 1;
  const { how, rollups } = await answeredBy(statement);
  if (answered !== "either") expect(how).toBe(answered);
  if (statement.rollup) expect(rollups).not.toContainEqual([]);
  // Results of post-processing are in the format that Postgres gives them.
  const isOurs = how === "pushed down" || values !== undefined;
  if (isOurs && isBinary(wanted.types)) {
    const inBinary = await binary.query(sql, values);
    expect(inBinary.types).toEqual(wanted.types);
    expectSameRows(inBinary, wanted, statement);
    counts.binary += 1;
  }
  if (values !== undefined || how !== "pushed down") return;
  if (isTotalOfNothing(wanted)) return;
  const query = await restQuery(stack.apiUrl, sql);
  const rest =
    query && (await restRows(stack.apiUrl, query, sql, wanted.types));
  if (rest !== undefined) {
    expectSameRows(rest, wanted, statement);
    counts.rest += 1;
  }
}

const test = (statement: Statement) =>
  it(statement.sql, () =>
    typeof statement.answered === "object"
      ? isRefused(statement)
      : isAnswered(statement),
  );

describe.concurrent("statements are answered as by a table of the rows", () => {
  for (const { title, statements } of KINDS) {
    describe(title, () => statements.forEach(test));
  }
  describe("random statements", () => {
    randomStatements("lookthrough", RANDOM).forEach(test);
  });
});

describe("the statements", () => {
  it("are many, of all kinds, and have rows", () => {
    expect(counts.compared).toBeGreaterThanOrEqual(300);
    expect(counts.refused).toBeGreaterThanOrEqual(15);
    expect(counts.rest).toBeGreaterThanOrEqual(80);
    expect(counts.binary).toBeGreaterThanOrEqual(150);
    expect(counts.empty).toBeLessThan(counts.compared / 10);
  });
});

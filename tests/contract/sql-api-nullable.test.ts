import type { ClickHouseClient } from "@clickhouse/client";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { connect, rows } from "../../server/warehouse/client.ts";
import { resetDatabase } from "../../server/warehouse/reset.ts";
import { makeTrades } from "../support/trades.ts";
import { testWarehouse, type TestWarehouse } from "../support/warehouse.ts";

interface Member {
  name: string;
  sql?: string;
  type: string;
  meta?: { nullable?: boolean; precision?: string; bounds?: string[] };
}

interface Cube {
  name: string;
  sql?: string;
  sql_table?: string;
  dimensions: Member[];
  measures: Member[];
}

const ROOT = join(import.meta.dirname, "..", "..");
const cubeOf = (name: string): Cube => {
  const text = readFileSync(
    join(ROOT, "model", "cubes", `${name}.yml`),
    "utf8",
  );
  const [cube] = (parse(text) as { cubes: Cube[] }).cubes;
  return cube!;
};
const CUBES = ["trade_facts", "instruments", "constituents"].map(cubeOf);

/** The value of a member in SQL of ClickHouse, over rows or over groups of them. */
const expressionOf = ({ sql = "", type }: Member): string => {
  const plain = sql.replaceAll("{CUBE}.", "");
  if (type === "count") return "count()";
  return type === "sum" ? `sum(${plain})` : plain;
};
const sourceOf = ({ sql, sql_table }: Cube) => sql_table ?? `(${sql})`;
const isNeverNull = ({ meta }: Member) => meta?.nullable === false;

const members = CUBES.flatMap((cube) => [
  ...cube.dimensions
    .filter(isNeverNull)
    .map((member) => ({ cube, member, isMeasure: false })),
  ...cube.measures
    .filter(isNeverNull)
    .map((member) => ({ cube, member, isMeasure: true })),
]).map((one) => ({ ...one, title: `${one.cube.name}.${one.member.name}` }));

let warehouse: TestWarehouse;
let client: ClickHouseClient;

beforeAll(async () => {
  warehouse = await testWarehouse();
  const { owner, reader } = warehouse.connections;
  client = connect(owner);
  await resetDatabase(owner, { dictionary: reader });
  const insert = (table: string, values: object[]) =>
    client.insert({ table, values, format: "JSONEachRow" });
  await insert("trades_1d", makeTrades(50));
  // Nothing but the keys: all else has what ClickHouse fills in.
  await insert("instruments", [{ symbol: "SPY" }]);
  await insert("constituents", [
    { parent_symbol: "SPY", constituent_symbol: "AAPL" },
  ]);
});

afterAll(async () => {
  await client.close();
  await warehouse.remove();
});

describe("members that the model calls nullable: false", () => {
  it("are most of those that clients see", () => {
    expect(members.length).toBeGreaterThan(70);
  });

  it.each(members)("$title has a value in every row and group", async (one) => {
    const { cube, member, isMeasure } = one;
    const grouped = isMeasure ? "GROUP BY 1 = 1" : "";
    const found = await rows<{ type: string; nulls: string; count: string }>(
      client,
      `SELECT toTypeName(x) AS type, toString(countIf(isNull(x))) AS nulls,
         toString(count()) AS count
       FROM (SELECT ${expressionOf(member)} AS x FROM ${sourceOf(cube)} ${grouped})
       GROUP BY type`,
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ nulls: "0" });
    expect(Number(found[0]!.count)).toBeGreaterThan(0);
    expect(found[0]!.type).not.toMatch(/Nullable/);
  });

  it.each(members.filter(({ member }) => member.meta?.precision))(
    "$title is the start of a period",
    async ({ cube, member }) => {
      const [found] = await rows<{ type: string; others: string }>(
        client,
        `SELECT any(toTypeName(x)) AS type,
           toString(countIf(x != dateTrunc('${member.meta!.precision}', x))) AS others
         FROM (SELECT ${expressionOf(member)} AS x FROM ${sourceOf(cube)})`,
      );
      expect(found).toMatchObject({ others: "0" });
      if (member.meta!.precision === "day") expect(found!.type).toBe("Date");
    },
  );
});

describe("the side of a row", () => {
  it("is the sign of its exposure, and Flat without one", async () => {
    const [facts] = CUBES;
    const side = facts!.dimensions.find(({ name }) => name === "side")!;
    const found = await rows<{ side: string }>(
      client,
      `SELECT ${expressionOf(side)} AS side
       FROM (SELECT arrayJoin([0.01, 0, -0., -25]) AS exposure)`,
    );
    const sides = found.map((row) => row.side);
    expect(sides).toEqual(["Long", "Flat", "Flat", "Short"]);
  });
});

describe("times that have bounds", () => {
  it("are those that rollups are for", () => {
    const named = members.filter(({ member }) => member.meta?.bounds);
    expect(named.map(({ title }) => title)).toContain("trade_facts.trade_date");
  });

  it.each(members.filter(({ member }) => member.meta?.bounds))(
    "$title has none beyond them",
    async ({ cube, member }) => {
      const [first, last] = member.meta!.bounds!;
      const [found] = await rows<{ count: string; beyond: string }>(
        client,
        `SELECT toString(count()) AS count,
           toString(countIf(NOT (x BETWEEN '${first}' AND '${last}'))) AS beyond
         FROM (SELECT ${expressionOf(member)} AS x FROM ${sourceOf(cube)})`,
      );
      expect(found).toMatchObject({ beyond: "0" });
      expect(Number(found!.count)).toBeGreaterThan(0);
    },
  );
});

describe("the tables they are read from", () => {
  it("have no column that can be NULL", async () => {
    const nullable = await rows(
      client,
      `SELECT table, name, type FROM system.columns
       WHERE database = currentDatabase() AND type LIKE '%Nullable%'
         AND (table LIKE 'trades_1d%' OR table IN ('instruments', 'constituents'))`,
    );
    expect(nullable).toEqual([]);
  });
});

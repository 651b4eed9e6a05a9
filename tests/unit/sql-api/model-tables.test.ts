import { describe, expect, it } from "vitest";
import type { MetaMember } from "../../../server/sql-api/load/cube-hooks.ts";
import { modelTables } from "../../../server/sql-api/model-tables.ts";
import { catalog } from "../../../server/sql-api/postgres/catalog.ts";

const table = (
  dimensions: Partial<MetaMember>[],
  measures: Partial<MetaMember>[] = [],
) => {
  const members = (list: Partial<MetaMember>[]) =>
    list.map((member) => ({ name: "v.x", type: "number", ...member }));
  const [found] = modelTables([
    {
      name: "v",
      type: "view",
      dimensions: members(dimensions),
      measures: members(measures),
      segments: [],
    },
  ]);
  return found!;
};

describe("modelTables(cubes)", () => {
  it.each([
    [{ nullable: false }, false],
    [{ nullable: true }, undefined],
    [{ nullable: "false" }, undefined],
    [undefined, undefined],
  ])("takes meta %j for nullable %s", (meta, nullable) => {
    const member = meta === undefined ? {} : { meta };
    const { columns } = table([member], [{ ...member, aggType: "sum" }]);
    expect(columns[0]).toHaveProperty("kind", "measure");
    expect(columns[0]?.nullable).toBe(nullable);
    expect(columns[1]?.nullable).toBe(nullable);
  });

  it.each([
    ["day", "day"],
    ["second", "second"],
    ["fortnight", undefined],
  ])("takes the precision %s of a time for %s", (precision, expected) => {
    const [column] = table([{ type: "time", meta: { precision } }]).columns;
    expect(column).toMatchObject({ kind: "dimension", type: "timestamp" });
    expect(column).toHaveProperty("name", "x");
    expect(
      column?.kind === "dimension" ? column.precision : "no dimension",
    ).toBe(expected);
  });

  it.each([
    [{ bounds: ["1970-01-01", "2106-02-06"] }, ["1970-01-01", "2106-02-06"]],
    [{ bounds: ["1970-01-01"] }, undefined],
    [{ bounds: "1970-01-01/2106-02-06" }, undefined],
    [{}, undefined],
  ])("takes the bounds of a time from meta %j", (meta, bounds) => {
    const [column] = table([{ type: "time", meta }]).columns;
    expect(column).toMatchObject({ kind: "dimension", name: "x" });
    expect(column?.kind === "dimension" && column.bounds).toEqual(bounds);
  });

  it.each([
    [{ cumulative: true }, true],
    [{ cumulative: false, meta: { cumulative: true } }, true],
    [{ cumulative: false, meta: {} }, undefined],
  ])("takes %j for a measure that is cumulative: %s", (member, cumulative) => {
    const [column] = table([], [{ ...member, aggType: "sum" }]).columns;
    expect(column?.kind === "measure" && column.cumulative).toBe(cumulative);
  });

  it("makes columns of Postgres that say which are never NULL", () => {
    const { ddl } = catalog([
      table([
        { name: "v.a", meta: { nullable: false } },
        { name: "v.b", type: "string" },
      ]),
    ]);
    expect(ddl).toContain('"a" double precision NOT NULL, "b" text, ');
  });
});

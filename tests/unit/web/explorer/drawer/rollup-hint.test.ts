import type { Query } from "@cubejs-client/core";
import { describe, expect, it } from "vitest";
import {
  filterMembers,
  rollupHint,
} from "../../../../../web/src/explorer/drawer/rollup-hint.ts";

/** Two rollups, by the members each has. */
const ROLLUPS = [
  ["v.notional", "v.desk", "v.book", "v.day"],
  ["v.notional", "v.symbol", "v.region", "v.day"],
];

const membersOf = (query: Query) => [
  ...(query.measures ?? []),
  ...(query.dimensions ?? []),
  ...filterMembers(query.filters ?? []),
];

const isCovered = (query: Query) =>
  Promise.resolve(
    ROLLUPS.some((members) =>
      membersOf(query).every((member) => members.includes(member)),
    ),
  );

const equals = (member: string) => ({
  member,
  operator: "equals" as const,
  values: ["x"],
});

describe("rollupHint", () => {
  it("names what no rollup has, in conditions too", async () => {
    const query: Query = {
      measures: ["v.notional"],
      dimensions: ["v.desk"],
      filters: [{ or: [equals("v.counterparty"), equals("v.book")] }],
    };
    expect(await rollupHint(query, isCovered)).toEqual({
      missing: ["v.counterparty"],
      blocking: [],
    });
  });

  it("names each member without which one would answer", async () => {
    const query: Query = {
      measures: ["v.notional"],
      dimensions: ["v.desk", "v.symbol"],
    };
    expect(await rollupHint(query, isCovered)).toEqual({
      missing: [],
      blocking: ["v.desk", "v.symbol"],
    });
  });

  it("names none when one member less does not help", async () => {
    const query: Query = {
      measures: ["v.notional"],
      dimensions: ["v.desk", "v.book", "v.symbol", "v.region"],
    };
    expect(await rollupHint(query, isCovered)).toEqual({
      missing: [],
      blocking: [],
    });
  });
});

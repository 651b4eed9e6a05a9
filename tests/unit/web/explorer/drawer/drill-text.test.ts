import { describe, expect, it } from "vitest";
import {
  type DrillColumn,
  drillText,
  drillValue,
  fitColumns,
} from "../../../../../web/src/explorer/drawer/drill-text.ts";
import { readViews } from "../../../../../web/src/model/read-views.ts";

const amount = (format: unknown): DrillColumn[] => {
  const member = "trades.amount";
  const [view] = readViews({
    cubes: [
      {
        name: "trades",
        type: "view",
        measures: [{ name: "trades.count", aggType: "count" }],
        dimensions: [
          { name: member, type: "number", format, meta: { amount: true } },
        ],
      },
    ],
  });
  expect(view?.dimensions[0]?.amount).toBe(true);
  const dimension = view!.dimensions[0]!;
  return [
    {
      kind: "amount",
      member,
      title: dimension.title,
      format: { format: dimension.format, currency: undefined },
    },
  ];
};

const UP_TO_SIX = { type: "custom-numeric", value: ",.6~f" };

const shown = (values: readonly (string | null)[], format: unknown) => {
  const rows = values.map((value) => ({ "trades.amount": value }));
  const [column] = fitColumns(amount(format), rows);
  return rows.map((row) => drillText(row, column!));
};

describe("fitColumns(columns, rows)", () => {
  it.each([
    [
      ["1500", "20"],
      ["1,500", "20"],
    ],
    [
      ["1500", "0.05", "12.5"],
      ["1,500.00", "0.05", "12.50"],
    ],
    [["0.12345678"], ["0.123457"]],
    [
      ["-3.5", null],
      ["−3.5", "–"],
    ],
    [[], []],
  ])("shows %j as %j: decimals that some row has", (values, expected) => {
    expect(shown(values, UP_TO_SIX)).toEqual(expected);
  });

  it("keeps a format that says how many decimals there are", () => {
    expect(
      shown(["1.5", "2"], { type: "custom-numeric", value: ",.2f" }),
    ).toEqual(["1.50", "2.00"]);
  });
});

describe("drillValue(row, column)", () => {
  it("gives amounts to a file as they are", () => {
    const [column] = amount(UP_TO_SIX);
    expect(drillValue({ "trades.amount": "0.12345678" }, column!)).toBe(
      0.12345678,
    );
  });
});

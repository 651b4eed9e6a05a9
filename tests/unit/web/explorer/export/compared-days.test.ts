import { expect, it } from "vitest";
import { readTable } from "../../../../../web/src/explorer/export/read-table.ts";
import { LIMITS } from "../../../../../web/src/pivot/plan/limits.ts";
import { planPivot } from "../../../../../web/src/pivot/plan/pivot-plan.ts";
import {
  axisField,
  defaultState,
  valueField,
} from "../../../../../web/src/pivot/state/default-state.ts";
import type {
  Figure,
  PivotState,
} from "../../../../../web/src/pivot/state/pivot-state.ts";
import { type Fact, fakeAnswer } from "../../pivot/grid/fake-api.ts";
import { VIEW } from "../../pivot/state/view-fixture.ts";

const DAYS = [
  "2025-11-28",
  "2025-12-01",
  "2025-12-02",
  "2026-01-05",
  "2026-01-06",
];
const FACTS: Fact[] = DAYS.flatMap((day, index) =>
  ["A", "B"].map((desk, at) => ({
    day,
    desk,
    notional: 10 ** index * (at + 1),
  })),
);

const byName = { sort: [{ by: "label", descending: false }] } as const;
const value = (figure: Figure) => ({ ...valueField("notional"), figure });

const STATE: PivotState = {
  ...defaultState(VIEW),
  rows: {
    fields: ["calendar", "desk"].map(axisField),
    expanded: [],
    ...byName,
  },
  columns: { fields: [], expanded: [], sort: [] },
  values: [value("value"), value("previous")],
};

it("a file of all levels has the months and days of both periods by their place", async () => {
  const { batches } = await readTable({
    plan: planPivot(
      VIEW,
      STATE,
      ["2026-01-05", "2026-01-06"],
      ["2025-11-28", "2025-12-02"],
      LIMITS,
      DAYS,
    ),
    shown: STATE,
    levels: "all",
    load: (query) => Promise.resolve(fakeAnswer(FACTS, query)),
    signal: new AbortController().signal,
    onLines: () => {},
  });
  const lines: unknown[][] = [];
  for await (const batch of batches) {
    lines.push(...batch.map(({ labels, values }) => [...labels, ...values]));
  }
  const [january, first, second] = ["2026-01", "2026-01-05", "2026-01-06"];
  const [december, third, fourth] = [
    "vs 2025-12",
    "vs 2025-12-01",
    "vs 2025-12-02",
  ];
  expect(lines).toEqual([
    ["Grand total", null, null, 33_000, 333],
    // One month of the one, two of the other.
    [january, null, null, 33_000, 3],
    [january, first, null, 3_000, 3],
    [january, first, "A", 1_000, 1],
    [january, first, "B", 2_000, 2],
    [january, second, null, 30_000, null],
    [january, second, "A", 10_000, null],
    [january, second, "B", 20_000, null],
    [december, null, null, null, 330],
    [december, third, null, null, 30],
    [december, third, "A", null, 10],
    [december, third, "B", null, 20],
    [december, fourth, null, null, 300],
    [december, fourth, "A", null, 100],
    [december, fourth, "B", null, 200],
  ]);
});

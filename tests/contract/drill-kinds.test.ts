import type { Filter } from "@cubejs-client/core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  drillFilters,
  isSameSum,
} from "../../web/src/explorer/drawer/drill-query.ts";
import { readViews } from "../../web/src/model/read-views.ts";
import type { Measure } from "../../web/src/model/view.ts";
import { TOTAL_NODE } from "../../web/src/pivot/grid/nodes.ts";
import { planPivot } from "../../web/src/pivot/plan/pivot-plan.ts";
import { defaultState } from "../../web/src/pivot/state/default-state.ts";
import { sharedStack, type SharedStack } from "../support/shared-stack.ts";

let stack: SharedStack;

beforeAll(async () => {
  stack = await sharedStack("rest");
});

describe("rows behind a cell", () => {
  it("are of all kinds that a measure counts, whatever adds up", async () => {
    const sums = async (measure: Measure, filters: Filter[]) => {
      const query = { measures: [measure.member], filters };
      const response = await fetch(`${stack.apiUrl}/cubejs-api/v1/load`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query }),
      });
      const { data } = (await response.json()) as {
        data: Record<string, string>[];
      };
      return Number(data[0]?.[measure.member]);
    };
    const meta = await fetch(
      `${stack.apiUrl}/cubejs-api/v1/meta?onlyViews=true`,
    );
    const view = readViews(await meta.json()).find(
      ({ name }) => name === "trade_metrics",
    );
    if (view === undefined) throw new Error("no view trade_metrics");
    const plan = planPivot(view, defaultState(view), null, null);
    const additive = view.measures.filter((measure) => measure.additive);
    expect(additive.length).toBeGreaterThan(20);
    for (const measure of additive) {
      const filters = drillFilters({
        plan,
        row: TOTAL_NODE,
        column: TOTAL_NODE,
        measure,
        period: "current",
      });
      const [all, counted] = [
        await sums(measure, []),
        await sums(measure, filters),
      ];
      expect([measure.name, isSameSum(all, counted)]).toEqual([
        measure.name,
        true,
      ]);
    }
  });
});

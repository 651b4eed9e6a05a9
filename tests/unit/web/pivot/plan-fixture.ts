import { measuresInMode } from "../../../../web/src/pivot/exposure.ts";
import type { PivotPlan } from "../../../../web/src/pivot/query-plan.ts";
import { fieldsFixture } from "./meta-fixture.ts";

/** Organisation, notional and trades, first week of 2024. */
export function planFixture(overrides: Partial<PivotPlan> = {}): PivotPlan {
  const fields = fieldsFixture();
  const hierarchy = fields.hierarchies[1];
  if (hierarchy === undefined) throw new Error("fixture without organisation");
  return {
    hierarchy,
    measures: measuresInMode(["notional", "trade_count"], "as_traded", fields)
      .shown,
    timeDimension: fields.timeDimension,
    dates: ["2024-01-01", "2024-01-05"],
    sort: undefined,
    ...overrides,
  };
}

import {
  axisField,
  EMPTY_AXIS,
  valueField,
} from "../../../../../web/src/pivot/state/default-state.ts";
import type { PivotAction } from "../../../../../web/src/pivot/state/actions.ts";
import { applyAction } from "../../../../../web/src/pivot/state/apply-action.ts";
import type {
  AxisField,
  AxisState,
  PivotState,
} from "../../../../../web/src/pivot/state/pivot-state.ts";
import { NO_LABEL_WIDTHS } from "../../../../../web/src/pivot/state/widths.ts";
import { VIEW, VIEWS } from "./view-fixture.ts";

/** An axis of these fields, with anything else as asked. */
export const axisOf = (
  names: readonly (string | AxisField)[],
  more: Partial<AxisState> = {},
): AxisState => ({
  ...EMPTY_AXIS,
  fields: names.map((name) =>
    typeof name === "string" ? axisField(name) : name,
  ),
  ...more,
});

/** Organisation by month and day, notional and trades. */
export const stateOf = (more: Partial<PivotState> = {}): PivotState => ({
  view: VIEW.name,
  rows: axisOf(["organisation"]),
  columns: axisOf(["calendar"]),
  values: ["notional", "trade_count"].map(valueField),
  filters: [],
  mode: "as_traded",
  dates: null,
  comparison: null,
  layout: "compact",
  labelWidths: NO_LABEL_WIDTHS,
  totals: "top",
  ...more,
});

/** The state after an action, which must not be refused. */
export function after(state: PivotState, action: PivotAction): PivotState {
  const change = applyAction(state, action, VIEWS);
  if (change.messages.length > 0) throw new Error(change.messages.join("; "));
  return change.state;
}

/** Why an action is refused; the state must be the same. */
export function refusal(state: PivotState, action: PivotAction): string {
  const change = applyAction(state, action, VIEWS);
  if (change.state !== state) throw new Error("the action is not refused");
  return change.messages.join("; ");
}

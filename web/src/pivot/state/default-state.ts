import type { View } from "../../model/view.ts";
import type {
  AxisField,
  AxisState,
  PivotState,
  ValueField,
} from "./pivot-state.ts";
import { NO_LABEL_WIDTHS } from "./widths.ts";

const PREFERRED_VIEW = "trade_metrics";
const PREFERRED_ROWS = "organisation";
const PREFERRED_COLUMNS = "trade_day";
const PREFERRED_MEASURES = ["notional", "trade_count", "avg_price"];
/** Days in the columns of a first look. */
const PREFERRED_DATES = "last_5_days";

export const EMPTY_AXIS: AxisState = { fields: [], sort: [], expanded: [] };

export const axisField = (name: string): AxisField => ({
  name,
  from: null,
  levels: {},
  subtotals: true,
});

export const valueField = (measure: string): ValueField => ({
  measure,
  figure: "value",
  heat: "off",
  bar: false,
});

/** The view a first visit shows. */
export const preferredView = (views: readonly View[]): View => {
  const [first] = views;
  if (first === undefined) throw new Error("no view to choose from");
  return views.find(({ name }) => name === PREFERRED_VIEW) ?? first;
};

/** A useful first look at a view: a hierarchy by day, three measures. */
export function defaultState(view: View): PivotState {
  const rows =
    view.hierarchies.find(({ name }) => name === PREFERRED_ROWS)?.name ??
    view.hierarchies[0]?.name ??
    view.dimensions.find(({ type }) => type !== "time")?.name;
  const days = view.dimensions.some(({ name }) => name === PREFERRED_COLUMNS);
  const preferred = PREFERRED_MEASURES.filter((name) =>
    view.measures.some((measure) => measure.name === name),
  );
  const first = view.measures
    .filter(({ mode }) => mode !== "look_through")
    .slice(0, 3)
    .map(({ name }) => name);
  const axis = (name: string | undefined): AxisState =>
    name === undefined
      ? EMPTY_AXIS
      : { ...EMPTY_AXIS, fields: [axisField(name)] };
  return {
    view: view.name,
    rows: axis(rows),
    columns: axis(days ? PREFERRED_COLUMNS : undefined),
    values: (preferred.length > 0 ? preferred : first).map(valueField),
    filters: [],
    mode: "as_traded",
    dates: view.timeDimension !== undefined && days ? PREFERRED_DATES : null,
    comparison: null,
    layout: "compact",
    labelWidths: NO_LABEL_WIDTHS,
    totals: "top",
  };
}

import { readViews } from "../../web/src/model/read-views.ts";
import type { View } from "../../web/src/model/view.ts";
import {
  axisField,
  defaultState,
  valueField,
} from "../../web/src/pivot/state/default-state.ts";
import type { PivotState } from "../../web/src/pivot/state/pivot-state.ts";
import { TRADED, type WebStack } from "./web-stack.ts";

/** The view trade_metrics as a service describes it. */
export async function readTradeMetrics(apiUrl: string): Promise<View> {
  const meta = await fetch(`${apiUrl}/cubejs-api/v1/meta?onlyViews=true`);
  const view = readViews(await meta.json()).find(
    ({ name }) => name === "trade_metrics",
  );
  if (view === undefined) throw new Error(`${apiUrl} has no trade_metrics`);
  return view;
}

/** Desks, of which the two largest are shown, over all days. */
export const deskState = (
  view: View,
  changes: Partial<PivotState> = {},
): PivotState => ({
  ...defaultState(view),
  rows: {
    fields: [
      {
        ...axisField("desk"),
        levels: {
          desk: {
            sort: [],
            top: { count: 2, measure: "notional", bottom: false, other: true },
          },
        },
      },
      axisField("book"),
    ],
    sort: [],
    expanded: [],
  },
  columns: { fields: [], sort: [], expanded: [] },
  values: [valueField("notional"), valueField("avg_price")],
  dates: null,
  ...changes,
});

/** The two desks with the most notional, in order. */
export async function topDesks({ sql }: WebStack): Promise<[string, string]> {
  const found = await sql<{ desk: string }>(
    `SELECT desk FROM trades_1d WHERE ${TRADED}
     GROUP BY desk ORDER BY sum(notional) DESC LIMIT 2`,
  );
  return found.map(({ desk }) => desk) as [string, string];
}

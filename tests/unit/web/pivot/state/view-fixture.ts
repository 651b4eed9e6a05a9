import type {
  Dimension,
  Hierarchy,
  Measure,
  View,
} from "../../../../../web/src/model/view.ts";

const member = (view: string, name: string, title: string) => ({
  member: `${view}.${name}`,
  name,
  title,
  description: `${title}.`,
  folder: "",
});

const dimension = (
  name: string,
  title: string,
  type: Dimension["type"] = "string",
): Dimension => ({
  ...member("trade_metrics", name, title),
  type,
  format: undefined,
  nullable: true,
  lookThrough: name.startsWith("underlying_"),
  amount: false,
});

const measure = (
  name: string,
  title: string,
  mode: Measure["mode"],
  more: Partial<Measure> = {},
): Measure => ({
  ...member("trade_metrics", name, title),
  unit: "currency",
  format: undefined,
  currency: undefined,
  mode,
  twin: undefined,
  additive: true,
  within: undefined,
  drillMembers: [],
  ...more,
});

const DIMENSIONS = [
  dimension("trade_date", "Trade date", "time"),
  dimension("pm", "Portfolio manager", "number"),
  dimension("fund", "Fund"),
  dimension("desk", "Desk"),
  dimension("book", "Book"),
  dimension("asset_class", "Asset class"),
  dimension("symbol", "Symbol"),
  dimension("underlying_asset_class", "Held asset class"),
  dimension("underlying_symbol", "Held symbol"),
  dimension("underlying_name", "Held name"),
  dimension("region", "Region"),
  dimension("trade_month", "Month"),
  dimension("trade_day", "Day"),
  dimension("is_etf", "Is ETF", "boolean"),
];

const hierarchy = (
  name: string,
  title: string,
  levels: readonly string[],
): Hierarchy => ({
  name,
  title,
  levels: DIMENSIONS.filter((item) => levels.includes(item.name)),
  lookThrough: levels.every((level) => level.startsWith("underlying_")),
});

const MEASURES = [
  measure("notional", "Notional", "as_traded", {
    twin: "look_through_notional",
  }),
  measure("pnl", "P&L", "as_traded", { twin: "look_through_pnl" }),
  measure("trade_count", "Trades", "as_traded"),
  measure("avg_price", "Average price", "as_traded", { additive: false }),
  measure("look_through_notional", "Look-through notional", "look_through", {
    twin: "notional",
  }),
  measure("look_through_pnl", "Look-through P&L", "look_through", {
    twin: "pnl",
  }),
  measure("coverage", "Coverage", "look_through", { additive: false }),
  measure("row_count", "Rows", "any"),
];

/** Two axes' worth of members, small enough to know by heart. */
export const VIEW: View = {
  name: "trade_metrics",
  title: "Trade metrics",
  description: "",
  dimensions: DIMENSIONS,
  measures: MEASURES,
  hierarchies: [
    hierarchy("organisation", "Organisation", ["pm", "fund", "desk", "book"]),
    hierarchy("instrument", "Instrument", ["asset_class", "symbol"]),
    hierarchy("holdings", "Holdings", [
      "underlying_asset_class",
      "underlying_symbol",
    ]),
    hierarchy("calendar", "Calendar", ["trade_month", "trade_day"]),
  ],
  folders: [],
  timeDimension: DIMENSIONS[0],
};

/** The same facts with fewer members and no dates. */
export const RAW_VIEW: View = {
  ...VIEW,
  name: "raw_metrics",
  title: "Raw metrics",
  dimensions: DIMENSIONS.filter(
    ({ name }) => name === "symbol" || name === "region",
  ),
  measures: MEASURES.filter(
    ({ name }) => name === "notional" || name === "row_count",
  ),
  hierarchies: [],
  timeDimension: undefined,
};

export const VIEWS = [VIEW, RAW_VIEW];

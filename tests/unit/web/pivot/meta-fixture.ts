const VIEW = "trade_metrics";
const named = (name: string) => `${VIEW}.${name}`;

const dimension = (name: string, title: string, type = "string") => ({
  name: named(name),
  shortTitle: title,
  title: `Trade metrics ${title}`,
  description: `${title}.`,
  type,
  isVisible: true,
  public: true,
});

const measure = (
  name: string,
  title: string,
  meta: Record<string, unknown> | undefined,
  more: Record<string, unknown> = {},
) => ({
  name: named(name),
  shortTitle: title,
  description: `${title}.`,
  type: "number",
  format: "number_0",
  isVisible: true,
  public: true,
  meta,
  ...more,
});

/** An answer of /v1/meta small enough to check by eye. */
export const metaFixture = () => ({
  cubes: [
    { name: "other_view", type: "view", measures: [], dimensions: [] },
    {
      name: VIEW,
      title: "Trade metrics",
      type: "view",
      dimensions: [
        dimension("ts", "Execution time", "time"),
        dimension("trade_date", "Trade date", "time"),
        dimension("portfolio_manager_id", "Portfolio manager", "number"),
        dimension("fund_id", "Fund", "number"),
        dimension("book", "Book"),
        dimension("asset_class", "Asset class"),
        dimension("symbol", "Symbol"),
        dimension("underlying_asset_class", "Held asset class"),
        dimension("underlying_symbol", "Held symbol"),
      ],
      measures: [
        measure("trade_count", "Trades", {
          unit: "trades",
          exposure_mode: "as_traded",
        }),
        measure("notional", "Notional", {
          unit: "currency",
          exposure_mode: "as_traded",
          twin: "look_through_notional",
        }),
        // No meta: name and prefix must do.
        measure("pnl", "P&L", undefined),
        measure("look_through_notional", "Look-through notional", {
          unit: "currency",
          exposure_mode: "look_through",
          twin: "notional",
        }),
        measure("look_through_pnl", "Look-through P&L", undefined),
        measure("row_count", "Rows", { exposure_mode: "any" }),
        measure("cumulative_pnl", "Cumulative P&L", undefined, {
          cumulative: true,
        }),
        measure("secret", "Secret", undefined, { public: false }),
      ],
      folders: [{ name: "Size", members: [named("notional")] }],
      hierarchies: [
        {
          name: named("instrument"),
          title: "Instrument",
          levels: [named("asset_class"), named("symbol")],
          public: true,
        },
        {
          name: named("organisation"),
          title: "Organisation",
          levels: [
            named("portfolio_manager_id"),
            named("fund_id"),
            named("book"),
          ],
          public: true,
        },
        {
          name: "holdings",
          title: "Holdings",
          levels: [named("underlying_asset_class"), named("underlying_symbol")],
        },
        { name: "gone", title: "Gone", levels: [named("no_such_member")] },
      ],
    },
  ],
});

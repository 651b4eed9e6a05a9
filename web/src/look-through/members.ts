/** The views this page reads; their members are the model's public contract. */
export const TRADES = "trade_metrics";
export const WEIGHTS = "wrapper_holdings";

export const trade = (name: string) => `${TRADES}.${name}`;
export const weight = (name: string) => `${WEIGHTS}.${name}`;

/** What a row of the table stands for; held ones are of the holding, the others of the trade. */
export const ROW_DIMENSIONS = [
  "underlying_symbol",
  "underlying_sector",
  "underlying_asset_class",
  "region",
  "country",
  "venue",
  "portfolio_manager_id",
  "fund_id",
  "portfolio_id",
  "desk",
  "book",
  "strategy",
] as const;
export type RowDimension = (typeof ROW_DIMENSIONS)[number];

/**
 * Dimensions one may filter by. Only those a wrapper's row and its constituents'
 * rows share: any other filter would tear them apart, and nothing would add up.
 */
export const SLICE_DIMENSIONS = [
  "portfolio_manager_id",
  "fund_id",
  "portfolio_id",
  "desk",
  "book",
  "strategy",
  "region",
  "country",
  "venue",
  // Of the amounts: a constituent's are in the currency of its wrapper.
  "currency",
] as const;
export type SliceDimension = (typeof SLICE_DIMENSIONS)[number];

export const isHeldDimension = (dimension: RowDimension): boolean =>
  dimension.startsWith("underlying_");

/** What the second expansion of a row shows: its books, or a book's holdings. */
export const leafDimension = (dimension: RowDimension): RowDimension =>
  dimension === "book" ? "underlying_symbol" : "book";

/** Values of exposure_type, by what they are part of. */
export const EXPOSURE = {
  direct: ["Direct"],
  carried: ["Constituent"],
  wrappers: ["ETF", "ETC"],
  held: ["Direct", "Constituent"],
  traded: ["Direct", "ETF", "ETC"],
} as const;

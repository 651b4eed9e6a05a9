/** Made-up firms, the most active first. */
export const COUNTERPARTIES = [
  "Alder Bank",
  "Birchwood Securities",
  "Cedar Capital Markets",
  "Dogwood Brokers",
  "Elm Street Bank",
  "Fir and Partners",
  "Ginkgo Securities",
  "Hazel Trading",
  "Ironwood Prime",
  "Juniper Bank",
  "Larch Markets",
  "Maple Brokers",
  "Oakfield Securities",
  "Pine Clearing",
  "Rowan Bank",
  "Sycamore Markets",
] as const;

/**
 * The scenario that limits a trade, most often the base case. A trade has one:
 * scenarios partition the trades and may be added up.
 */
export const SCENARIOS = [
  ["Base", 80],
  ["Equity Down", 8],
  ["Rates Up", 6],
  ["Volatility Up", 4],
  ["Commodity Shock", 2],
] as const;

/** By implied volatility of what was traded: the first bound it lies below. */
export const RISK_BUCKETS = [
  ["Low", 0.18],
  ["Medium", 0.26],
  ["High", 0.4],
  ["Very High", Infinity],
] as const;

/** Desk and the prefix of its books. */
export const DESKS = [
  ["Delta One", "D1"],
  ["Program Trading", "PT"],
  ["Relative Value", "RV"],
  ["Systematic", "SY"],
  ["Macro", "MA"],
  ["Market Making", "MM"],
  ["Block Trading", "BT"],
  ["Treasury", "TR"],
] as const;

/** One per book, in turn. */
export const STRATEGIES = [
  "Momentum",
  "Statistical Arbitrage",
  "Index Arbitrage",
  "Long Short",
  "Carry",
  "Hedging",
  "Rebalancing",
] as const;

/**
 * What rates, greeks and metrics are drawn with; u is uniform in [0, 1). Each in
 * units of its column's last decimal where nothing else is said.
 * `generate describe` holds samples against these.
 */

/** from + range · u */
export const RATE = { from: 100, range: 400 } as const;
/** most · u³ */
export const SLIPPAGE = { most: 5000 } as const;
/** What an overlay leaves open of a position, as a share: from + range · u. */
export const OPEN = { from: 0.5, range: 0.5 } as const;
/** Implied volatility ÷ the underlying's: from + u ÷ parts. */
export const SMILE = { from: 0.9, parts: 5 } as const;
/** Bounds of an implied volatility, as a share. */
export const VOLATILITY = { lowest: 0.1, highest: 0.8 } as const;

/** Per year, as a share of the notional: from + range · u. */
export const FUNDING = { from: 0.01, range: 0.04 } as const;
/** As a share of the notional: most · u. */
export const SPREAD_COST = { most: 5e-4 } as const;
/** top · √u */
export const FILLED = { top: 100 } as const;
/** Milliseconds: from + an exponential number of this mean. */
export const EXECUTION = { from: 5, mean: 40 } as const;
/** top · u · v, of two uniform numbers. */
export const VENUE_SHARE = { top: 1e4 } as const;
/** top · u */
export const LIQUIDITY = { top: 1000 } as const;
/** Hundredths of days: from + an exponential number of this mean. */
export const LIQUIDATION = { from: 100, mean: 200 } as const;
/** top · u */
export const CONFIDENCE = { top: 100 } as const;
/** range · u − half of it */
export const CONVICTION = { range: 200 } as const;

/** The year that rates are per. */
export const CALENDAR_DAYS = 365;

export type InstrumentType = "Stock" | "ETF" | "ETC" | "Commodity";

/** What moves together: instruments of one factor share part of their returns. */
export type Factor = "equity" | "precious" | "energy" | "industrial";

export interface Instrument {
  symbol: string;
  name: string;
  assetClass: "Equity" | "Commodity";
  product: string;
  type: InstrumentType;
  currency: string;
  exchange: string;
  sector: string;
  /** Level the price keeps returning to, in USD per unit. */
  referencePrice: number;
  /** Annualised volatility; of a wrapper: of what its holdings leave unexplained. */
  volatility: number;
  factor: Factor;
}

type Row = [
  symbol: string,
  name: string,
  sector: string,
  exchange: string,
  referencePrice: number,
  volatility: number,
];

const group = (
  type: InstrumentType,
  assetClass: "Equity" | "Commodity",
  product: string,
  factor: Factor,
  rows: Row[],
): Instrument[] =>
  rows.map(([symbol, name, sector, exchange, referencePrice, volatility]) => ({
    symbol,
    name,
    assetClass,
    product,
    type,
    // Everything is listed in US dollars, so amounts add up without conversion.
    currency: "USD",
    exchange,
    sector,
    referencePrice,
    volatility,
    factor,
  }));

/** The 29 instruments; prices are levels of January 2024, rounded. */
export const INSTRUMENTS: readonly Instrument[] = [
  ...group("Stock", "Equity", "Single Stock", "equity", [
    ["AAPL", "Apple Inc.", "Technology", "NASDAQ", 185, 0.26],
    ["MSFT", "Microsoft Corporation", "Technology", "NASDAQ", 375, 0.24],
    ["GOOGL", "Alphabet Inc. Class A", "Technology", "NASDAQ", 140, 0.28],
    ["META", "Meta Platforms Inc.", "Technology", "NASDAQ", 355, 0.36],
    ["NVDA", "NVIDIA Corporation", "Technology", "NASDAQ", 495, 0.45],
    ["AMZN", "Amazon.com Inc.", "Consumer", "NASDAQ", 153, 0.32],
    ["TSLA", "Tesla Inc.", "Consumer", "NASDAQ", 240, 0.5],
    ["WMT", "Walmart Inc.", "Consumer", "NYSE", 157, 0.18],
    ["PG", "Procter & Gamble Company", "Consumer", "NYSE", 147, 0.17],
    ["HD", "Home Depot Inc.", "Consumer", "NYSE", 345, 0.22],
    ["JPM", "JPMorgan Chase & Co.", "Financials", "NYSE", 170, 0.22],
    ["V", "Visa Inc. Class A", "Financials", "NYSE", 260, 0.2],
    ["BAC", "Bank of America Corporation", "Financials", "NYSE", 33.5, 0.28],
    ["JNJ", "Johnson & Johnson", "Healthcare", "NYSE", 158, 0.17],
    ["XOM", "Exxon Mobil Corporation", "Energy", "NYSE", 101, 0.25],
  ]),
  ...group("ETF", "Equity", "Index ETF", "equity", [
    ["SPY", "SPDR S&P 500 ETF Trust", "Broad Market", "ARCA", 475, 0.14],
    ["QQQ", "Invesco QQQ Trust", "Technology", "NASDAQ", 405, 0.18],
  ]),
  ...group("ETF", "Equity", "Sector ETF", "equity", [
    ["XLF", "Financial Select Sector SPDR", "Financials", "ARCA", 37.5, 0.17],
    ["XLE", "Energy Select Sector SPDR", "Energy", "ARCA", 84, 0.24],
  ]),
  ...group("ETC", "Commodity", "Metal ETC", "precious", [
    ["GLD", "SPDR Gold Shares", "Precious Metals", "ARCA", 190, 0.15],
    ["SLV", "iShares Silver Trust", "Precious Metals", "ARCA", 21.5, 0.28],
    ["PMET", "Precious Metals Basket", "Precious Metals", "ARCA", 30, 0.2],
  ]),
  ...group("ETC", "Commodity", "Energy ETC", "energy", [
    ["USO", "United States Oil Fund", "Energy", "ARCA", 68, 0.35],
  ]),
  ...group("Commodity", "Commodity", "Precious Metal", "precious", [
    ["GOLD", "Gold (troy ounce)", "Precious Metals", "CME", 2050, 0.15],
    ["SILVER", "Silver (troy ounce)", "Precious Metals", "CME", 23.4, 0.28],
    ["PLAT", "Platinum (troy ounce)", "Precious Metals", "CME", 960, 0.25],
  ]),
  ...group("Commodity", "Commodity", "Industrial Metal", "industrial", [
    ["COPPER", "Copper (tonne)", "Industrial Metals", "LME", 8450, 0.22],
  ]),
  ...group("Commodity", "Commodity", "Energy Commodity", "energy", [
    ["CRUDEOIL", "Crude oil WTI (barrel)", "Energy", "CME", 73, 0.35],
    ["NATGAS", "Natural gas (MMBtu)", "Energy", "CME", 2.9, 0.6],
  ]),
];

const INDEX = new Map(INSTRUMENTS.map(({ symbol }, index) => [symbol, index]));

/** Place of a symbol in {@link INSTRUMENTS}. */
export function instrumentIndex(symbol: string): number {
  const index = INDEX.get(symbol);
  if (index === undefined) throw new Error(`no instrument ${symbol}`);
  return index;
}

/** Whether an instrument holds others. */
export const isComposite = ({ type }: Instrument): boolean =>
  type === "ETF" || type === "ETC";

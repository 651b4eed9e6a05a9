/** A fact row; columns that are left out keep their defaults. */
export interface Trade {
  trade_date: string;
  portfolio_id: number;
  exposure_type: string;
  country: string;
  symbol: string;
  trade_id: number;
  quantity: number;
  notional: number;
  exposure: number;
  slippage: number;
}

const EXPOSURES = ["Direct", "ETF", "Constituent"];
const SYMBOLS = ["AAPL", "SPY", "GOLD"];
const COUNTRIES = ["US", "DE", "JP"];

const pick = <T>(list: T[], index: number): T => {
  const item = list[index % list.length];
  if (item === undefined) throw new Error("empty list");
  return item;
};

/**
 * Trades over two months. Every amount is a multiple of 1/8 and small: sums are
 * exact in whatever order they are taken.
 */
export const makeTrades = (count: number, first = 0): Trade[] =>
  Array.from({ length: count }, (_, index) => {
    const id = first + index;
    const day = String((id % 20) + 1).padStart(2, "0");
    return {
      trade_date: `2026-0${(id % 2) + 1}-${day}`,
      portfolio_id: id % 5,
      exposure_type: pick(EXPOSURES, id),
      country: pick(COUNTRIES, id >> 1),
      symbol: pick(SYMBOLS, id >> 2),
      trade_id: id,
      quantity: (id % 100) + 1,
      notional: ((id * 7) % 1000) / 8,
      exposure: (((id * 7) % 1000) / 8) * (id % 2 === 0 ? 1 : -1),
      slippage: (id % 4) / 8,
    };
  });

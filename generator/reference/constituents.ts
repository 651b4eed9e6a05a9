import { EPOCH } from "../calendar.ts";
import { INSTRUMENTS, instrumentIndex } from "./instruments.ts";

export interface Constituent {
  parent: string;
  symbol: string;
  /** Share of the wrapper's value, in (0, 1], 4 decimals or fewer. */
  weight: number;
  /** Units of the holding per unit of the wrapper, 6 decimals. */
  sharesPerUnit: number;
  /** First day the weight applies, `YYYY-MM-DD`. */
  effectiveDate: string;
}

const HOLDINGS: Record<string, Record<string, number>> = {
  SPY: {
    AAPL: 0.07,
    MSFT: 0.065,
    GOOGL: 0.04,
    AMZN: 0.035,
    META: 0.03,
    NVDA: 0.025,
    TSLA: 0.02,
    V: 0.015,
  },
  QQQ: {
    AAPL: 0.12,
    MSFT: 0.1,
    GOOGL: 0.08,
    AMZN: 0.07,
    NVDA: 0.06,
    META: 0.05,
    TSLA: 0.04,
  },
  XLF: { JPM: 0.1, BAC: 0.08, V: 0.06 },
  XLE: { XOM: 0.22 },
  GLD: { GOLD: 1 },
  SLV: { SILVER: 1 },
  USO: { CRUDEOIL: 1 },
  PMET: { GOLD: 0.5, SILVER: 0.3, PLAT: 0.2 },
};

const referencePrice = (symbol: string) =>
  INSTRUMENTS[instrumentIndex(symbol)]!.referencePrice;

/** Value held in the holding ÷ its price: weight × wrapper price ÷ holding price. */
const sharesPerUnit = (parent: string, symbol: string, weight: number) =>
  Math.round(
    ((weight * referencePrice(parent)) / referencePrice(symbol)) * 1e6,
  ) / 1e6;

/** The 25 holdings, wrapper by wrapper. */
export const CONSTITUENTS: readonly Constituent[] = Object.entries(
  HOLDINGS,
).flatMap(([parent, holdings]) =>
  Object.entries(holdings).map(([symbol, weight]) => ({
    parent,
    symbol,
    weight,
    sharesPerUnit: sharesPerUnit(parent, symbol, weight),
    effectiveDate: EPOCH,
  })),
);

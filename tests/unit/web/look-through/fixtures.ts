import seedrandom from "seedrandom";
import { basisMeasures } from "../../../../web/src/look-through/basis.ts";
import type { Plan } from "../../../../web/src/look-through/queries.ts";
import type {
  Weight,
  WrapperWeights,
} from "../../../../web/src/look-through/weights.ts";
import { byWrapper } from "../../../../web/src/look-through/weights.ts";

export const plan = (change: Partial<Plan> = {}): Plan => ({
  measures: basisMeasures("net"),
  rows: "underlying_symbol",
  dates: ["2024-01-01", "2024-01-31"],
  slices: [],
  part: "all",
  count: "look_through",
  staleWrappers: [],
  ...change,
});

export const holding = (
  wrapper: string,
  symbol: string,
  weight: number,
  change: Partial<Weight> = {},
): Weight => ({
  wrapper,
  holding: symbol,
  name: `${symbol} Inc.`,
  sector: "Technology",
  assetClass: "Equity",
  weight,
  effective: "2024-01-02",
  ...change,
});

/** `{ SPY: { AAPL: 0.07 } }` → weights by wrapper. */
export const wrappers = (
  table: Record<string, Record<string, number>>,
): Map<string, WrapperWeights> =>
  byWrapper(
    Object.entries(table).flatMap(([wrapper, holdings]) =>
      Object.entries(holdings).map(([symbol, weight]) =>
        holding(wrapper, symbol, weight),
      ),
    ),
    "2024-01-31",
    "2024-01-02",
  );

export interface ToyTrade {
  book: string;
  symbol: string;
  /** Signed. */
  exposure: number;
}

/** Seeded trades in wrappers. */
export function toyTrades(
  seed: string,
  count: number,
  books: number,
  symbols: readonly string[],
): ToyTrade[] {
  const random = seedrandom(seed);
  return Array.from({ length: count }, () => ({
    book: `B${Math.floor(random() * books)}`,
    symbol: symbols[Math.floor(random() * symbols.length)] ?? "",
    exposure: Math.round((random() - 0.4) * 1e6) / 100,
  }));
}

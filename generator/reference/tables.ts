import { csvLine } from "../sinks/csv.ts";
import { CONSTITUENTS } from "./constituents.ts";
import { INSTRUMENTS, isComposite } from "./instruments.ts";

export const INSTRUMENT_COLUMNS = [
  "symbol",
  "name",
  "asset_class",
  "instrument_type",
  "currency",
  "exchange",
  "sector",
  "is_composite",
] as const;

export const CONSTITUENT_COLUMNS = [
  "parent_symbol",
  "constituent_symbol",
  "weight",
  "shares_per_unit",
  "effective_date",
] as const;

/** instruments.csv, with header. */
export const instrumentsCsv = (): string =>
  [
    INSTRUMENT_COLUMNS,
    ...INSTRUMENTS.map((instrument) => [
      instrument.symbol,
      instrument.name,
      instrument.assetClass,
      instrument.type,
      instrument.currency,
      instrument.exchange,
      instrument.sector,
      isComposite(instrument) ? 1 : 0,
    ]),
  ]
    .map(csvLine)
    .join("");

/** constituents.csv, with header. */
export const constituentsCsv = (): string =>
  [
    CONSTITUENT_COLUMNS,
    ...CONSTITUENTS.map((holding) => [
      holding.parent,
      holding.symbol,
      holding.weight,
      holding.sharesPerUnit,
      holding.effectiveDate,
    ]),
  ]
    .map(csvLine)
    .join("");

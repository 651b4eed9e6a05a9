import { CONSTITUENTS } from "./reference/constituents.ts";
import {
  type Instrument,
  INSTRUMENTS,
  instrumentIndex,
} from "./reference/instruments.ts";

/**
 * What a row can hold: the 29 instruments as traded, then the 25 holdings that
 * wrappers explode into.
 */
export interface Position {
  /** What was traded: the wrapper on a Constituent row. */
  traded: Instrument;
  underlying: Instrument;
  exposureType: "Direct" | "ETF" | "ETC" | "Constituent";
  weight: number;
  sharesPerUnit: number;
}

const asTraded = (instrument: Instrument): Position => ({
  traded: instrument,
  underlying: instrument,
  exposureType:
    instrument.type === "ETF" || instrument.type === "ETC"
      ? instrument.type
      : "Direct",
  weight: 1,
  sharesPerUnit: 1,
});

export const POSITIONS: readonly Position[] = [
  ...INSTRUMENTS.map(asTraded),
  ...CONSTITUENTS.map(
    ({ parent, symbol, weight, sharesPerUnit }): Position => ({
      traded: INSTRUMENTS[instrumentIndex(parent)]!,
      underlying: INSTRUMENTS[instrumentIndex(symbol)]!,
      exposureType: "Constituent",
      weight,
      sharesPerUnit,
    }),
  ),
];

/** Per instrument: the first position of its holdings and how many there are. */
export const HOLDINGS = INSTRUMENTS.map((instrument) => {
  const isHolding = ({ exposureType, traded }: Position) =>
    exposureType === "Constituent" && traded === instrument;
  return {
    first: POSITIONS.findIndex(isHolding),
    count: POSITIONS.filter(isHolding).length,
  };
});

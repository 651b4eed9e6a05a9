import type { Measure, View } from "../model/view.ts";
import { trade } from "./members.ts";

export const BASES = [
  "net",
  "gross",
  "long",
  "short",
  "notional",
  "pnl",
] as const;
/** Which amount is decomposed. */
export type Basis = (typeof BASES)[number];

export interface BasisMeasures {
  /** As traded: Direct, ETF and ETC rows. */
  total: string;
  /** Direct and Constituent rows. */
  held: string;
  /** Constituent rows. */
  via: string;
  /** What the weights leave unexplained: total − held. */
  unmapped: string;
  /** Adds up values of one sign, so that no part can exceed the whole. */
  oneSigned: boolean;
}

interface Definition {
  title: string;
  description: string;
  /** Base name of the measure as traded. */
  name: string;
  oneSigned: boolean;
}

const DEFINITIONS: Record<Basis, Definition> = {
  net: {
    title: "Net",
    description: "Net exposure: long minus short",
    name: "exposure",
    oneSigned: false,
  },
  gross: {
    title: "Gross",
    description: "Gross exposure: long plus short",
    name: "gross_exposure",
    oneSigned: true,
  },
  long: {
    title: "Long",
    description: "Exposure of long trades",
    name: "long_exposure",
    oneSigned: true,
  },
  short: {
    title: "Short",
    description: "Exposure of short trades, as a positive amount",
    name: "short_exposure",
    oneSigned: true,
  },
  notional: {
    title: "Notional",
    description: "Quantity times price, regardless of side",
    name: "notional",
    oneSigned: true,
  },
  pnl: {
    title: "P&L",
    description: "Profit and loss of the day, net of fees",
    name: "pnl",
    oneSigned: false,
  },
};

export const basisTitle = (basis: Basis): string => DEFINITIONS[basis].title;
export const basisDescription = (basis: Basis): string =>
  DEFINITIONS[basis].description;

/** Full names of the four measures of a basis. */
export function basisMeasures(basis: Basis): BasisMeasures {
  const { name, oneSigned } = DEFINITIONS[basis];
  return {
    total: trade(name),
    held: trade(`look_through_${name}`),
    via: trade(`via_wrapper_${name}`),
    unmapped: trade(`unmapped_${name}`),
    oneSigned,
  };
}

/** Measures of a basis that the model lacks; empty = it can be shown. */
export function missingMeasures(
  basis: Basis,
  view: Pick<View, "measures">,
): string[] {
  const known = new Set(view.measures.map(({ member }) => member));
  const { total, held, via, unmapped } = basisMeasures(basis);
  return [total, held, via, unmapped].filter((member) => !known.has(member));
}

/** How amounts of a basis are written. */
export const basisFormat = (
  basis: Basis,
  view: Pick<View, "measures">,
): Pick<Measure, "format" | "currency"> =>
  view.measures.find(({ member }) => member === basisMeasures(basis).total) ?? {
    format: "number_0",
    currency: undefined,
  };

/** The sums may differ by this share of the largest amount among them. */
export const TOLERANCE = 0.0001;

export interface Amounts {
  /** As traded. */
  total: number;
  /** Direct trades alone. */
  direct: number;
  /** Constituents alone. */
  via: number;
  /** Direct and constituents. */
  held: number;
  unmapped: number;
}

export interface Check {
  /** What must be equal, in words. */
  title: string;
  left: number;
  right: number;
  difference: number;
  /** |difference| ÷ the largest amount in the equation; 0 when all are 0. */
  share: number;
  holds: boolean;
}

// Net amounts may cancel out: measured against a total near zero, rounding alone
// would be a violation. So the largest term is the yardstick.
const check = (title: string, terms: number[], right: number): Check => {
  const left = terms.reduce((sum, term) => sum + term, 0);
  const scale = Math.max(...[...terms, right].map(Math.abs));
  const difference = left - right;
  const share = scale === 0 ? 0 : Math.abs(difference) / scale;
  return { title, left, right, difference, share, holds: share <= TOLERANCE };
};

/** No exposure is lost or counted twice: the parts add up to the whole. */
export const conservationChecks = (amounts: Amounts): Check[] => [
  check(
    "look-through + unmapped = total",
    [amounts.held, amounts.unmapped],
    amounts.total,
  ),
  check(
    "direct + via wrappers = look-through",
    [amounts.direct, amounts.via],
    amounts.held,
  ),
];

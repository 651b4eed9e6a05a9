import type { WrapperWeights } from "./weights.ts";

export interface SharedHolding {
  holding: string;
  name: string;
  /** Undefined = the wrapper does not hold it. */
  left: number | undefined;
  right: number | undefined;
  /** What both have of it: the smaller weight. */
  shared: number;
}

/** Both wrappers' holdings: the shared ones first, by the weight they share. */
export function sharedHoldings(
  left: WrapperWeights | undefined,
  right: WrapperWeights | undefined,
): SharedHolding[] {
  const found = new Map<string, SharedHolding>();
  for (const item of left?.holdings ?? []) {
    found.set(item.holding, {
      holding: item.holding,
      name: item.name,
      left: item.weight,
      right: undefined,
      shared: 0,
    });
  }
  for (const item of right?.holdings ?? []) {
    const known = found.get(item.holding);
    found.set(item.holding, {
      holding: item.holding,
      name: item.name,
      left: known?.left,
      right: item.weight,
      shared: Math.min(known?.left ?? 0, item.weight),
    });
  }
  const largest = (item: SharedHolding) =>
    Math.max(item.left ?? 0, item.right ?? 0);
  return [...found.values()].sort(
    (a, b) =>
      b.shared - a.shared ||
      largest(b) - largest(a) ||
      (a.holding < b.holding ? -1 : 1),
  );
}

/** Weight two wrappers share: the sum of the smaller weight of each holding. */
export const sharedWeight = (
  left: WrapperWeights | undefined,
  right: WrapperWeights | undefined,
): number =>
  sharedHoldings(left, right).reduce((sum, { shared }) => sum + shared, 0);

/** Shared weight of every pair; the diagonal is each wrapper's own sum. */
export const overlapMatrix = (
  symbols: readonly string[],
  wrappers: ReadonlyMap<string, WrapperWeights>,
): number[][] =>
  symbols.map((row) =>
    symbols.map((column) =>
      sharedWeight(wrappers.get(row), wrappers.get(column)),
    ),
  );

import type { WrapperWeights } from "./weights.ts";

export interface NestedHolding {
  holding: string;
  name: string;
  sector: string;
  /** Share of the outermost wrapper's value, all paths to the holding together. */
  weight: number;
  /** Symbols from the outermost wrapper to the holding's parent, one list per path. */
  paths: string[][];
}

export interface NestedHoldings {
  holdings: NestedHolding[];
  /** Paths that came back to a wrapper already open, e.g. A → B → A. */
  cycles: string[][];
}

/**
 * What a wrapper holds when wrappers inside it are opened too. A path that comes
 * back to a wrapper it has opened is cut: that share stays with the inner wrapper.
 *
 * @param depth "one" = the wrapper's own holdings
 */
export function nestedHoldings(
  wrapper: string,
  wrappers: ReadonlyMap<string, WrapperWeights>,
  depth: "one" | "all",
): NestedHoldings {
  const found = new Map<string, NestedHolding>();
  const cycles: string[][] = [];

  const open = (symbol: string, share: number, path: string[]) => {
    for (const item of wrappers.get(symbol)?.holdings ?? []) {
      const part = share * item.weight;
      const inner = depth === "all" && wrappers.has(item.holding);
      if (inner && !path.includes(item.holding)) {
        open(item.holding, part, [...path, item.holding]);
        continue;
      }
      if (inner) cycles.push([...path, item.holding]);
      const known = found.get(item.holding);
      found.set(item.holding, {
        holding: item.holding,
        name: item.name,
        sector: item.sector,
        weight: (known?.weight ?? 0) + part,
        paths: [...(known?.paths ?? []), path],
      });
    }
  };
  open(wrapper, 1, [wrapper]);

  return {
    holdings: [...found.values()].sort(
      (a, b) => b.weight - a.weight || (a.holding < b.holding ? -1 : 1),
    ),
    cycles,
  };
}

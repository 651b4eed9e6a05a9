import { numberOf, type Row } from "../pivot/answer.ts";
import { type Check, conservationChecks } from "./conservation.ts";
import { shareOf } from "./holdings.ts";
import { trade } from "./members.ts";
import { directQuery, partsQuery, type Plan, totalQuery } from "./queries.ts";
import { useLoad } from "./use-load.ts";

export interface Totals {
  /** Undefined = not loaded yet. */
  total: number | undefined;
  direct: number | undefined;
  via: number | undefined;
  held: number | undefined;
  unmapped: number | undefined;
  /** via ÷ look-through. */
  viaShare: number | undefined;
  /** Look-through notional ÷ notional, by the model. */
  coverage: number | undefined;
  /** Empty until all amounts are there and of the same question. */
  checks: Check[];
  /** No trade matches: every amount is nothing rather than zero. */
  empty: boolean;
  stale: boolean;
  loading: boolean;
  error: string | undefined;
  retry: () => void;
}

const read = (rows: readonly Row[] | undefined, member: string) => {
  if (rows === undefined) return undefined;
  const row = rows[0];
  return row === undefined ? 0 : (numberOf(row, member) ?? 0);
};

/** The head figures, each group from a query of its own: no sum of rows. */
export function useTotals(plan: Plan): Totals {
  const [whole, parts, directly] = [
    useLoad(totalQuery(plan)),
    useLoad(partsQuery(plan)),
    useLoad(directQuery(plan)),
  ];
  const loads = [whole, parts, directly];
  const { measures } = plan;
  const total = read(whole.rows, measures.total);
  const direct = read(directly.rows, measures.total);
  const via = read(parts.rows, measures.via);
  const held = read(parts.rows, measures.held);
  const unmapped = read(parts.rows, measures.unmapped);
  const stale = loads.some((load) => load.stale);
  const coverage =
    parts.rows?.[0] && numberOf(parts.rows[0], trade("coverage"));
  return {
    total,
    direct,
    via,
    held,
    unmapped,
    viaShare: shareOf(via, held),
    coverage: coverage ?? undefined,
    checks:
      stale ||
      total === undefined ||
      direct === undefined ||
      via === undefined ||
      held === undefined ||
      unmapped === undefined
        ? []
        : conservationChecks({ total, direct, via, held, unmapped }),
    empty: coverage === null && parts.rows !== undefined,
    stale,
    loading: loads.some((load) => load.loading),
    error: loads.find(({ error }) => error !== undefined)?.error,
    retry: () => {
      for (const load of loads) if (load.error !== undefined) load.retry();
    },
  };
}

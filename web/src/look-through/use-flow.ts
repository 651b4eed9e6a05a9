import { keyOf, numberOf, type Row } from "../pivot/answer.ts";
import {
  assembleFlow,
  type Flow,
  flowTotalQuery,
  flowUnmappedQuery,
  linksQuery,
  topNodes,
  topNodesQuery,
} from "./flow.ts";
import { trade } from "./members.ts";
import { usePage } from "./page-context.ts";
import { partsQuery, type Plan } from "./queries.ts";
import { type Load, useLoad } from "./use-load.ts";

type Level = "book" | "symbol" | "underlying_symbol";

function useTop(plan: Plan, level: Level) {
  const highest = useLoad(topNodesQuery(plan, level, "highest"));
  // Of amounts of one sign, the lowest are the smallest.
  const lowest = useLoad(
    plan.measures.oneSigned ? undefined : topNodesQuery(plan, level, "lowest"),
  );
  const measure =
    level === "underlying_symbol" ? plan.measures.via : plan.measures.total;
  const nodes =
    highest.rows === undefined ||
    (!plan.measures.oneSigned && lowest.rows === undefined)
      ? undefined
      : topNodes([...highest.rows, ...(lowest.rows ?? [])], level, measure);
  return { nodes, loads: [highest, lowest] };
}

const links = (rows: readonly Row[], from: Level, to: Level, measure: string) =>
  rows.map((row) => ({
    from: keyOf(row, trade(from)) ?? "",
    to: keyOf(row, trade(to)) ?? "",
    amount: numberOf(row, measure) ?? 0,
  }));

export interface FlowLoad {
  /** Undefined until all of its answers are there. */
  flow: Flow | undefined;
  /** No wrapper in the selection. */
  empty: boolean;
  error: string | undefined;
  retry: () => void;
}

/** Book → wrapper → holding, the largest nodes and Other. */
export function useFlow(): FlowLoad {
  const { plan } = usePage();
  const { measures } = plan;
  const books = useTop(plan, "book");
  const wrappers = useTop(plan, "symbol");
  const holdings = useTop(plan, "underlying_symbol");
  const keys = (nodes: ReadonlyMap<string, number> | undefined) => [
    ...(nodes?.keys() ?? []),
  ];
  const shown = keys(wrappers.nodes);
  const some = (outer: readonly string[]) =>
    outer.length > 0 && shown.length > 0;
  const bookKeys = keys(books.nodes);
  const holdingKeys = keys(holdings.nodes);
  const positions = useLoad(
    some(bookKeys)
      ? linksQuery(plan, "books", { outer: bookKeys, wrappers: shown })
      : undefined,
  );
  const carried = useLoad(
    some(holdingKeys)
      ? linksQuery(plan, "holdings", { outer: holdingKeys, wrappers: shown })
      : undefined,
  );
  const unmappedOf = useLoad(
    shown.length > 0 ? flowUnmappedQuery(plan, shown) : undefined,
  );
  const total = useLoad(flowTotalQuery(plan));
  const parts = useLoad(partsQuery(plan));
  const loads: Load[] = [
    ...books.loads,
    ...wrappers.loads,
    ...holdings.loads,
    positions,
    carried,
    unmappedOf,
    total,
    parts,
  ];
  const failed = loads.find(({ error }) => error !== undefined);
  const state = {
    error: failed?.error,
    retry: () => {
      for (const load of loads) if (load.error !== undefined) load.retry();
    },
  };
  if (wrappers.nodes?.size === 0) {
    return { ...state, flow: undefined, empty: true };
  }
  if (
    books.nodes === undefined ||
    wrappers.nodes === undefined ||
    holdings.nodes === undefined ||
    positions.rows === undefined ||
    unmappedOf.rows === undefined ||
    total.rows === undefined ||
    parts.rows === undefined ||
    // Wrappers without any weight carry nothing.
    (holdings.nodes.size > 0 && carried.rows === undefined) ||
    loads.some(({ stale }) => stale)
  ) {
    return { ...state, flow: undefined, empty: false };
  }
  const one = (rows: readonly Row[], member: string) =>
    rows[0] === undefined ? 0 : (numberOf(rows[0], member) ?? 0);
  return {
    ...state,
    empty: false,
    flow: assembleFlow({
      books: books.nodes,
      wrappers: wrappers.nodes,
      holdings: holdings.nodes,
      total: one(total.rows, measures.total),
      via: one(parts.rows, measures.via),
      unmapped: one(parts.rows, measures.unmapped),
      unmappedOf: new Map(
        unmappedOf.rows.map((row) => [
          keyOf(row, trade("symbol")) ?? "",
          numberOf(row, measures.unmapped) ?? 0,
        ]),
      ),
      bookLinks: links(positions.rows, "book", "symbol", measures.total),
      holdingLinks: links(
        carried.rows ?? [],
        "symbol",
        "underlying_symbol",
        measures.via,
      ),
    }),
  };
}

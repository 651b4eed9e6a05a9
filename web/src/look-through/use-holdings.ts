import { useState } from "react";
import type { Row } from "../pivot/answer.ts";
import { keyOf } from "../pivot/answer.ts";
import {
  assembleHoldings,
  assembleTraded,
  type Holding,
  isSortedHere,
  readCarriers,
  sortHere,
} from "./holdings.ts";
import { trade } from "./members.ts";
import { usePage } from "./page-context.ts";
import {
  carriersOfPageQuery,
  countQuery,
  heldRowsQuery,
  heldTotalQuery,
  PAGE_ROWS,
  type RowOrder,
  tradedRowsQuery,
} from "./row-queries.ts";
import { type Load, useLoad } from "./use-load.ts";
import { usePages } from "./use-pages.ts";

export interface Holdings {
  rows: Holding[];
  /** The pages behind the rows, as one. */
  load: Load;
  /** Rows there are in all; undefined = not known. */
  count: number | undefined;
  /** Sum of all rows, by a query of its own; undefined = not loaded. */
  held: { total: number; via: number } | undefined;
  /** The server cannot sort by this column and not all rows are here. */
  unsorted: boolean;
  loadMore: (() => void) | undefined;
}

/** Rows of the main table, with their carriers. */
export function useHoldings(): Holdings {
  const { plan, state, total } = usePage();
  const { sort } = state;
  const traded = state.count === "direct";
  const order: RowOrder = {
    member:
      sort.column === "name"
        ? trade(plan.rows)
        : traded
          ? plan.measures.total
          : sort.column === "via"
            ? plan.measures.via
            : plan.measures.held,
    descending: sort.descending,
  };
  const query = (page: number) =>
    traded
      ? tradedRowsQuery(plan, order, page)
      : heldRowsQuery(plan, order, page);
  const [extra, setExtra] = useState({ key: "", pages: 1 });
  const key = JSON.stringify(query(0));
  const pages = extra.key === key ? extra.pages : 1;
  const load = usePages(
    Array.from({ length: pages }, (_, page) => query(page)),
    PAGE_ROWS,
  );
  const rows: readonly Row[] = load.rows ?? [];
  const count = useLoad(load.truncated ? countQuery(query(0)) : undefined);
  const sum = useLoad(traded ? undefined : heldTotalQuery(plan));

  const keys = rows.map((row) => keyOf(row, trade(plan.rows)) ?? "");
  const carriers = useLoad(
    traded || keys.length === 0 || load.stale || plan.part === "direct"
      ? undefined
      : carriersOfPageQuery(plan, keys),
  );
  const holdings = traded
    ? assembleTraded(rows, plan.rows, plan.measures, total)
    : assembleHoldings({
        rows,
        dimension: plan.rows,
        measures: plan.measures,
        total,
        carriers:
          plan.part === "direct"
            ? new Map()
            : carriers.rows &&
              readCarriers(
                carriers.rows,
                plan.rows,
                plan.measures.via,
                carriers.truncated,
              ),
        carriersTruncated: carriers.truncated,
      });
  const here = isSortedHere(sort.column) && !traded;
  const sumRow = sum.rows?.[0];
  return {
    rows:
      here && !load.truncated
        ? sortHere(holdings, sort.column, sort.descending)
        : holdings,
    load,
    count: count.answer?.total,
    held:
      sum.rows === undefined
        ? undefined
        : {
            total: Number(sumRow?.[plan.measures.held] ?? 0),
            via: Number(sumRow?.[plan.measures.via] ?? 0),
          },
    unsorted: here && load.truncated,
    loadMore: load.truncated
      ? () => setExtra({ key, pages: pages + 1 })
      : undefined,
  };
}

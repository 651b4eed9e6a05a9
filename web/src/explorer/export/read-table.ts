import { QueryClient } from "@tanstack/react-query";
import {
  AnswerStore,
  type LoadAnswer,
} from "../../pivot/answers/answer-store.ts";
import type { Grid, GridOptions } from "../../pivot/grid/grid.ts";
import { encodePath } from "../../pivot/member-path.ts";
import type { PivotState } from "../../pivot/state/pivot-state.ts";
import type { PivotPlan } from "../../pivot/plan/pivot-plan.ts";
import { type GridRow, gridRows } from "../grid/rows.ts";
import {
  type FileLine,
  fileLines,
  type FileTable,
  fileTable,
} from "./file-table.ts";
import { closedPaths, settleWhole } from "./settle.ts";
import { wideLoad } from "./wide-load.ts";

export interface ReadOptions {
  plan: PivotPlan;
  shown: PivotState;
  load: LoadAnswer;
  signal: AbortSignal;
  /** Told how many lines there are so far. */
  onLines: (lines: number) => void;
}

const NO_PAGES: ReadonlySet<string> = new Set();

const optionsOf = (
  { plan, shown }: ReadOptions,
  expanded: ReadonlySet<string>,
): Omit<GridOptions, "ask"> => ({
  plan,
  mode: shown.mode,
  rows: { expanded, pages: NO_PAGES },
  columns: {
    expanded: new Set(shown.columns.expanded.map(encodePath)),
    pages: NO_PAGES,
  },
});

/** Gives the work to the screen for a moment. */
const breathe = () => new Promise((resolve) => setTimeout(resolve, 0));

async function withStore<T>(
  { plan, load, signal }: ReadOptions,
  work: (store: AnswerStore) => Promise<T>,
): Promise<T> {
  // Its own: what it makes of wide answers is no answer of the API.
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Infinity } },
  });
  const store = new AnswerStore(client, wideLoad(load, plan.filters.length));
  const stop = () => store.clear();
  signal.addEventListener("abort", stop);
  try {
    return await work(store);
  } finally {
    signal.removeEventListener("abort", stop);
    store.clear();
    client.clear();
  }
}

/**
 * All rows that are open, those not scrolled to included.
 *
 * @throws the error of the first query that fails, or the reason of `signal`
 */
export const readOpen = (options: ReadOptions): Promise<FileTable> =>
  withStore(options, async (store) => {
    const expanded = new Set(options.shown.rows.expanded.map(encodePath));
    const grid = await settleWhole(
      store,
      optionsOf(options, expanded),
      options.signal,
    );
    const table = fileTable(grid, options.shown.totals);
    options.onLines(table.lines.length);
    return table;
  });

/** All levels below one member, opened level by level. */
async function openBelow(
  store: AnswerStore,
  options: ReadOptions,
  top: string,
): Promise<Grid> {
  const expanded = new Set([top]);
  for (;;) {
    const grid = await settleWhole(
      store,
      optionsOf(options, expanded),
      options.signal,
    );
    const closed = closedPaths(grid).filter((path) =>
      path.startsWith(`${top}/`),
    );
    if (closed.length === 0) return grid;
    for (const path of closed) expanded.add(path);
  }
}

/** The member of the first level that a row is or lies under, as an encoded path. */
function topOf(row: GridRow): string {
  const place =
    row.kind !== "node"
      ? row.parent
      : row.node.kind === "other"
        ? row.node.parent
        : row.node;
  return encodePath(place.path.slice(0, 1));
}

/**
 * Every level of the rows, one member of the first level after the other, so that
 * no more than one of them is in work at a time.
 *
 * @throws the error of the first query that fails, or the reason of `signal`
 */
export const readAllLevels = (options: ReadOptions): Promise<FileTable> =>
  withStore(options, async (store) => {
    const { shown, signal, onLines } = options;
    const { totals } = shown;
    const outline = await settleWhole(
      store,
      optionsOf(options, NO_PAGES),
      signal,
    );
    const closed = new Set(closedPaths(outline));
    const lines: FileLine[] = [];
    for (const row of gridRows(outline)) {
      const top = topOf(row);
      const opens = row.kind === "node" && closed.has(top);
      const grid = opens ? await openBelow(store, options, top) : outline;
      const rows = opens
        ? gridRows(grid).filter((item) => topOf(item) === top)
        : [row];
      for (const line of fileLines(grid, rows, totals)) lines.push(line);
      onLines(lines.length);
      if (opens) await breathe();
    }
    return fileTable(outline, totals, lines);
  });

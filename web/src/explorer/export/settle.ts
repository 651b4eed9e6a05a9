import type { AnswerStore } from "../../pivot/answers/answer-store.ts";
import { nodesOf } from "../../pivot/answers/settle-grid.ts";
import {
  assembleGrid,
  type Grid,
  type GridOptions,
} from "../../pivot/grid/grid.ts";
import { encodePath } from "../../pivot/member-path.ts";

/** Waits until nothing is being asked. */
async function quiet(store: AnswerStore, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const asked = store.asked();
    const failed = asked.find(
      ({ load }) => load.error !== undefined && !load.fetching,
    );
    if (failed?.load.error !== undefined) throw failed.load.error;
    if (asked.every(({ load }) => !load.fetching)) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        unsubscribe();
        signal.removeEventListener("abort", done);
        resolve();
      };
      const unsubscribe = store.subscribe(done);
      signal.addEventListener("abort", done);
    });
  }
}

/**
 * Assembles until every cell of the open parts is known, all pages of members
 * included. Unlike on screen, a round asks for all it knows to be missing and
 * waits for all of it: rounds cost time, answers do not.
 *
 * @throws the error of the first question that fails, or the reason of `signal`
 */
export async function settleWhole(
  store: AnswerStore,
  options: Omit<GridOptions, "ask">,
  signal: AbortSignal,
): Promise<Grid> {
  const pages = new Set(options.rows.pages);
  for (;;) {
    const { ask, commit } = store.pass();
    let complete = true;
    const grid = assembleGrid({
      ...options,
      rows: { ...options.rows, pages },
      ask(question) {
        const load = ask(question);
        complete &&= load.answer !== undefined && !load.fetching;
        return load;
      },
    });
    for (const row of nodesOf(grid.rows)) {
      for (const column of nodesOf(grid.columns)) {
        for (const value of grid.plan.values) grid.cell(row, column, value);
      }
    }
    for (const item of grid.rows.items) {
      if (item.kind !== "placeholder") continue;
      pages.add(item.page);
      complete = false;
    }
    commit();
    if (complete) return grid;
    await quiet(store, signal);
  }
}

/** Encoded paths of members that could be opened. */
export const closedPaths = (grid: Grid): string[] =>
  [...grid.rows.branches.values()].flatMap(({ members }) =>
    members
      .filter(({ expandable, expanded }) => expandable && !expanded)
      .map(({ path }) => encodePath(path)),
  );

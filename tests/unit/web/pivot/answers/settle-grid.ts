import type { AnswerStore } from "../../../../../web/src/pivot/answers/answer-store.ts";
import { nodesOf } from "../../../../../web/src/pivot/grid/axis-tree.ts";
import {
  assembleGrid,
  type Grid,
  type GridOptions,
} from "../../../../../web/src/pivot/grid/grid.ts";

/** Waits until nothing is being asked. */
async function quiet(store: AnswerStore): Promise<void> {
  while (store.asked().some(({ load }) => load.fetching)) {
    await new Promise<void>((resolve) => {
      const unsubscribe = store.subscribe(() => {
        unsubscribe();
        resolve();
      });
    });
  }
}

/**
 * Assembles until every cell of the open parts is known.
 *
 * @throws Error of the first question that fails
 */
export async function settleGrid(
  store: AnswerStore,
  options: Omit<GridOptions, "ask">,
): Promise<Grid> {
  for (;;) {
    const { ask, commit } = store.pass();
    const grid = assembleGrid({ ...options, ask });
    const [rows, columns] = [nodesOf(grid.rows), nodesOf(grid.columns)];
    for (const row of rows) {
      for (const column of columns) {
        for (const value of grid.plan.values) grid.cell(row, column, value);
      }
    }
    commit();
    const isSettled = store
      .asked()
      .every(({ load }) => load.answer !== undefined && !load.fetching);
    if (isSettled) return grid;
    await quiet(store);
    for (const { load } of store.asked()) {
      if (load.error !== undefined) throw load.error;
    }
  }
}

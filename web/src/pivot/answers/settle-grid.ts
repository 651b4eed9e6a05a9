import { assembleGrid, type Grid, type GridOptions } from "../grid/grid.ts";
import type { AxisNode } from "../grid/nodes.ts";
import { TOTAL_NODE } from "../grid/nodes.ts";
import type { AxisTree } from "../grid/axis-tree.ts";
import type { AnswerStore } from "./answer-store.ts";

/** All rows or columns of an axis, the total first. */
export const nodesOf = (tree: AxisTree): AxisNode[] => [
  TOTAL_NODE,
  ...tree.items.flatMap((item) => (item.kind === "node" ? [item.node] : [])),
];

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
    let unsubscribe = () => {};
    const changed = new Promise<void>((resolve) => {
      unsubscribe = store.subscribe(resolve);
    });
    const grid = assembleGrid({ ...options, ask });
    const [rows, columns] = [nodesOf(grid.rows), nodesOf(grid.columns)];
    for (const row of rows) {
      for (const column of columns) {
        for (const value of grid.plan.values) grid.cell(row, column, value);
      }
    }
    commit();
    const asked = store.asked();
    const failed = asked.find(
      ({ load }) => load.error !== undefined && !load.fetching,
    );
    if (failed?.load.error !== undefined) {
      unsubscribe();
      throw failed.load.error;
    }
    if (
      asked.every(({ load }) => load.answer !== undefined && !load.fetching)
    ) {
      unsubscribe();
      return grid;
    }
    await changed;
    unsubscribe();
  }
}

import { createContext, use } from "react";
import type { View } from "../model/view.ts";
import type { AnswerStore } from "../pivot/answers/answer-store.ts";
import type { Grid } from "../pivot/grid/grid.ts";
import type { PivotPlan } from "../pivot/plan/pivot-plan.ts";
import type { PivotHistory } from "../pivot/state/history.ts";
import type { PivotState } from "../pivot/state/pivot-state.ts";
import type { Axis } from "../pivot/state/view-fields.ts";
import type { CellTarget } from "./grid/use-grid-input.ts";
import type { Selection } from "./grid/selection.ts";
import type { GridTable } from "./grid/table.ts";

/** What the drawer beside the grid shows. */
export type DrawerPanel =
  | { kind: "drill"; target: CellTarget }
  | { kind: "inspector"; target: CellTarget | undefined }
  | { kind: "chart" }
  | { kind: "explain"; target: CellTarget };

/** All that the parts of the pivot page share. */
export interface Explorer {
  views: readonly View[];
  view: View;
  /** As chosen. */
  state: PivotState;
  /** Without what means nothing in the exposure mode. */
  shown: PivotState;
  dispatch: PivotHistory["dispatch"];
  history: PivotHistory;
  /** Address a link to the pivot begins with; undefined = it has none of its own. */
  page: string | undefined;
  /** Days with data, sorted. */
  days: readonly string[];
  plan: PivotPlan;
  grid: Grid;
  answers: AnswerStore;
  /** The table that the grid shows, and what is selected in it. */
  selected: { selection: Selection; table: GridTable };
  openDrawer: (panel: DrawerPanel) => void;
  /** Shows the levels of an axis from 1 down to `level`. */
  openToLevel: (axis: Axis, level: number) => void;
}

export const ExplorerContext = createContext<Explorer | null>(null);

export const useExplorer = (): Explorer => {
  const explorer = use(ExplorerContext);
  if (explorer === null) throw new Error("useExplorer outside its context");
  return explorer;
};

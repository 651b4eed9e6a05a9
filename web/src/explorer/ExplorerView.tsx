import { useState } from "react";
import type { View } from "../model/view.ts";
import type { AnswerStore } from "../pivot/answers/answer-store.ts";
import type { AxisNode } from "../pivot/grid/nodes.ts";
import { planPivot } from "../pivot/plan/pivot-plan.ts";
import type { PivotHistory } from "../pivot/state/history.ts";
import { shownState } from "../pivot/state/mode.ts";
import {
  resolveComparison,
  resolveDates,
} from "../pivot/state/trading-calendar.ts";
import { CellMenu } from "./CellMenu.tsx";
import { EmptyPivot } from "./EmptyPivot.tsx";
import {
  type DrawerPanel,
  type Explorer,
  ExplorerContext,
} from "./explorer-context.ts";
import { type CellTarget, PivotGrid } from "./grid/PivotGrid.tsx";
import { usePivotGrid } from "./use-pivot-grid.ts";
import { StatusLine } from "./StatusLine.tsx";
import type { ValueColumn } from "./grid/columns.ts";

interface Props {
  view: View;
  days: readonly string[];
  history: PivotHistory;
  answers: AnswerStore;
}

const pathOf = (node: AxisNode) =>
  node.kind === "other" ? node.parent.path : node.path;

/** The pivot page below its messages: shelves, grid, drawer and status. */
export function ExplorerView({ view, days, history, answers }: Props) {
  const { state, dispatch, views } = history;
  const shown = shownState(state, view);
  const dates =
    view.timeDimension === undefined ? null : resolveDates(shown.dates, days);
  const comparison =
    shown.comparison === null || dates === null
      ? null
      : resolveComparison(shown.comparison, dates, days);
  const plan = planPivot(view, shown, dates, comparison);
  const { grid, stale, commit, want } = usePivotGrid(answers, plan, shown);

  const [menu, setMenu] = useState<{ target: CellTarget; anchor: DOMRect }>();
  const [drawer, setDrawer] = useState<DrawerPanel>();
  const [selected, setSelected] = useState<Explorer["selected"]>();
  const [live, setLive] = useState(false);

  const explorer: Explorer = {
    views,
    view,
    state,
    shown,
    dispatch,
    days,
    plan,
    grid,
    answers,
    selected,
    openDrawer: setDrawer,
  };
  const sortBy = ({ node, value }: ValueColumn, add: boolean) =>
    dispatch({
      type: "sortBy",
      axis: "rows",
      target: {
        by: "value",
        measure: value.measure,
        figure: value.figure,
        at: pathOf(node),
      },
      add,
    });
  const empty =
    !stale &&
    grid.ready &&
    (plan.values.length === 0 ||
      grid.rows.branches.get("")?.listing.labels.length === 0);

  return (
    <ExplorerContext value={explorer}>
      <div className="explorer-body">
        {empty ? (
          <EmptyPivot />
        ) : (
          <PivotGrid
            grid={grid}
            stale={stale}
            layout={shown.layout}
            totals={shown.totals}
            sort={shown.rows.sort}
            flash={live}
            label={`${view.title} by ${plan.rows.levels.map((level) => level.dimension.title).join(", ") || "total"}`}
            onToggle={(axis, path) =>
              dispatch({ type: "toggleOpen", axis, path })
            }
            onExpandSiblings={(paths) =>
              dispatch({ type: "setOpen", axis: "rows", paths, open: true })
            }
            onSort={sortBy}
            onSortByLabel={() =>
              dispatch({
                type: "sortBy",
                axis: "rows",
                target: { by: "label" },
                add: false,
              })
            }
            onWant={want}
            onMenu={(target, anchor) => setMenu({ target, anchor })}
            onSelect={(selection, table) => setSelected({ selection, table })}
            onActivate={(target) => setDrawer({ kind: "drill", target })}
            onRetry={(question) => answers.retry(question)}
            onRendered={commit}
          />
        )}
      </div>
      <StatusLine live={live} onLive={setLive} />
      {menu !== undefined && (
        <CellMenu {...menu} onClose={() => setMenu(undefined)} />
      )}
      {drawer !== undefined && null}
    </ExplorerContext>
  );
}

import type { AxisNode } from "../pivot/grid/nodes.ts";
import { useExplorer } from "./explorer-context.ts";
import type { ValueColumn } from "./grid/columns.ts";
import { PivotGrid } from "./grid/PivotGrid.tsx";
import type { Selection } from "./grid/selection.ts";
import type { OnMenu } from "./grid/use-cell-menus.ts";

interface Props {
  /** Numbers of an earlier question: shown dimmed. */
  stale: boolean;
  /** ISO 4217 codes of the amounts; none = not known. */
  currencies: readonly string[];
  /** Marks numbers that changed. */
  flash: boolean;
  /** Pages of members that came into sight. */
  onWant: (axis: "rows" | "columns", pages: string[]) => void;
  /** Called when all that is in sight has been asked for. */
  onRendered: () => void;
  onMenu: OnMenu;
  /** Shows the levels the rows can be opened down to. */
  onLevels: (anchor: DOMRect) => void;
  onSelect: (selection: Selection) => void;
}

const pathOf = (node: AxisNode) =>
  node.kind === "other" ? node.parent.path : node.path;

/** The grid of the explorer's state, whose gestures change that state. */
export function ExplorerGrid(props: Props) {
  const { view, shown, plan, dispatch, answers, selected, openDrawer } =
    useExplorer();
  const levels = plan.rows.dimensions.map(({ title }) => title).join(", ");
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
  return (
    <PivotGrid
      {...props}
      {...selected}
      layout={shown.layout}
      labelWidths={shown.labelWidths}
      totals={shown.totals}
      sort={shown.rows.sort}
      label={`${view.title} by ${levels || "total"}`}
      onToggle={(axis, path) => dispatch({ type: "toggleOpen", axis, path })}
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
      onResize={(column, to, visit) =>
        dispatch({ type: "setWidth", column, width: to }, visit)
      }
      onActivate={(target) => openDrawer({ kind: "drill", target })}
      onRetry={(question) => answers.retry(question)}
    />
  );
}

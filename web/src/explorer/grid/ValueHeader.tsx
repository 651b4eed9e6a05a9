import type { AxisNode } from "../../pivot/grid/nodes.ts";
import { encodePath, type MemberPath } from "../../pivot/member-path.ts";
import type { PlannedValue } from "../../pivot/plan/pivot-plan.ts";
import type { SortKey } from "../../pivot/state/pivot-state.ts";
import { unitHint } from "../unit-text.ts";
import { valueTitle, valueUnit } from "./cell-format.ts";
import type { ValueColumn } from "./columns.ts";
import { valueHint } from "./pair-text.ts";

const ARROWS = { ascending: "▲", descending: "▼", none: "" };

const pathOf = (node: AxisNode): MemberPath =>
  node.kind === "other" ? node.parent.path : node.path;

/** Place of a column among the sort keys; −1 = not sorted by it. */
const sortIndex = (
  sort: readonly SortKey[],
  node: AxisNode,
  value: PlannedValue,
): number =>
  node.kind === "other"
    ? -1
    : sort.findIndex(
        (key) =>
          key.by === "value" &&
          (key.measure === value.measure ||
            key.measure === value.planned.name) &&
          key.figure === value.figure &&
          encodePath(key.at) === encodePath(pathOf(node)),
      );

interface Props {
  column: ValueColumn;
  index: number;
  width: number | undefined;
  /** Where it stays in sight; undefined = it scrolls away. */
  left: number | undefined;
  sort: readonly SortKey[];
  /** ISO 4217 codes of the amounts; none = not known. */
  currencies: readonly string[];
  onSort: (column: ValueColumn, add: boolean) => void;
  onMenu: (column: ValueColumn, anchor: Element) => void;
}

/** The title of a column of numbers, by which the rows are sorted. */
export function ValueHeader({
  column,
  index,
  width,
  left,
  sort,
  currencies,
  onSort,
  onMenu,
}: Props) {
  const place = sortIndex(sort, column.node, column.value);
  const key = sort[place];
  const order =
    key === undefined ? "none" : key.descending ? "descending" : "ascending";
  const unit = valueUnit(column.value);
  const { planned } = column.value;
  return (
    <div
      role="columnheader"
      className={`grid-cell value-header${left === undefined ? "" : " pinned"}`}
      style={{ width, left }}
      aria-colindex={index + 2}
      aria-sort={order}
      data-column-key={column.node.key}
      data-measure={planned.name}
      data-figure={column.value.figure}
      title={[
        valueHint(column.value, column.node),
        unitHint(column.value, currencies),
      ]
        .filter(Boolean)
        .join("\n")}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu(column, event.currentTarget);
      }}
    >
      <button
        type="button"
        tabIndex={-1}
        disabled={column.node.kind === "other"}
        onClick={(event) => onSort(column, event.shiftKey)}
      >
        {order !== "none" && (
          <span className="sort-arrow" aria-hidden>
            {ARROWS[order]}
            {sort.length > 1 && place + 1}
          </span>
        )}
        {valueTitle(column.value)}
        {unit !== "" && <span className="unit"> {unit}</span>}
      </button>
    </div>
  );
}

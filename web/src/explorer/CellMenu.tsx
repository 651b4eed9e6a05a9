import { Menu } from "@mantine/core";
import type { MemberPath } from "../pivot/member-path.ts";
import type { AxisNode } from "../pivot/grid/nodes.ts";
import { formatFigure } from "./grid/cell-format.ts";
import { nodeTitle } from "./grid/columns.ts";
import type { CellTarget } from "./grid/use-grid-input.ts";
import type { SizeChoice } from "./grid/use-sizing.ts";
import { WidthItems } from "./grid/WidthItems.tsx";
import { useExplorer } from "./explorer-context.ts";
import { SubMenu } from "./parts/SubMenu.tsx";
import { AnchorPoint } from "./parts/AnchorPoint.tsx";
import { SortItems } from "./SortItems.tsx";

export interface CellMenuProps {
  target: CellTarget;
  anchor: DOMRect;
  choice: SizeChoice | undefined;
  onClose: () => void;
}

const pathOf = (node: AxisNode | undefined): MemberPath =>
  node === undefined || node.kind === "total"
    ? []
    : node.kind === "other"
      ? node.parent.path
      : node.path;

const titleOf = ({ row, column }: CellTarget): string =>
  [
    row.kind === "total" ? "Grand total" : nodeTitle(row),
    ...(column === undefined || column.node.kind === "total"
      ? []
      : [nodeTitle(column.node)]),
  ].join(" · ");

/** What can be done with a cell; totals have the same menu. */
export function CellMenu(props: CellMenuProps) {
  const { target, anchor, choice, onClose } = props;
  const { dispatch, grid, view, shown, openDrawer } = useExplorer();
  const { row, column } = target;
  const cell = { rows: pathOf(row), columns: pathOf(column?.node) };
  const isPlace =
    row.kind !== "other" &&
    column?.node.kind !== "other" &&
    cell.rows.length + cell.columns.length > 0;
  const used = new Set(
    [...grid.plan.rows.levels, ...grid.plan.columns.levels].map(
      (level) => level.dimension.name,
    ),
  );
  const choices = view.dimensions.filter(
    ({ name, type, lookThrough, amount }) =>
      type !== "time" &&
      !amount &&
      !used.has(name) &&
      (shown.mode === "look_through" || !lookThrough),
  );
  const value =
    column === undefined
      ? undefined
      : grid.cell(row, column.node, column.value).value;
  const copy = (text: string) => void navigator.clipboard.writeText(text);
  /** Others are no place that a sort can name. */
  const valueAt = (at: MemberPath, node: AxisNode | undefined) =>
    column === undefined || node === undefined || node.kind === "other"
      ? undefined
      : ({
          by: "value",
          measure: column.value.measure,
          figure: column.value.figure,
          at,
        } as const);
  const byColumn = valueAt(cell.columns, column?.node);
  const byRow = valueAt(cell.rows, row);

  return (
    <Menu
      opened
      onClose={onClose}
      // Not keydown, Mantine's third: the key that opens the menu would close it.
      clickOutsideEvents={["mousedown", "touchstart"]}
      position="bottom-start"
      shadow="md"
      width={240}
      returnFocus
      // A focusable element that is no item of the menu: axe calls it critical.
      withInitialFocusPlaceholder={false}
      withinPortal
      // By the handler below, since what is unfolded folds first.
      closeOnEscape={false}
    >
      <Menu.Target>
        <AnchorPoint anchor={anchor} />
      </Menu.Target>
      <Menu.Dropdown
        aria-label={`Actions on ${titleOf(target)}`}
        onKeyDown={(event) => {
          if (event.key === "Escape" && !event.defaultPrevented) onClose();
        }}
      >
        <Menu.Label>{titleOf(target)}</Menu.Label>
        <Menu.Item onClick={() => openDrawer({ kind: "drill", target })}>
          Show the trades
        </Menu.Item>
        {isPlace && (
          <>
            <Menu.Item onClick={() => dispatch({ type: "keepOnly", cell })}>
              Keep only
            </Menu.Item>
            <Menu.Item onClick={() => dispatch({ type: "exclude", cell })}>
              Exclude
            </Menu.Item>
          </>
        )}
        {row.kind === "member" && choices.length > 0 && (
          <SubMenu title="Break down by">
            {choices.map(({ name, title }) => (
              <Menu.Item
                key={name}
                onClick={() =>
                  dispatch({
                    type: "breakDown",
                    axis: "rows",
                    path: row.path,
                    name,
                  })
                }
              >
                {title}
              </Menu.Item>
            ))}
          </SubMenu>
        )}
        <SortItems
          axis="rows"
          target={byColumn}
          title={byColumn ? "Sort rows by this column" : "Sort rows"}
        />
        {grid.plan.columns.levels.length > 0 && (
          <SortItems
            axis="columns"
            target={byRow}
            title={byRow ? "Sort columns by this row" : "Sort columns"}
          />
        )}
        {column?.node.kind === "member" && column.node.expandable && (
          <Menu.Item
            onClick={() =>
              dispatch({
                type: "toggleOpen",
                axis: "columns",
                path: cell.columns,
              })
            }
          >
            {`${column.node.expanded ? "Close" : "Open"} column ${nodeTitle(column.node)}`}
          </Menu.Item>
        )}
        {choice !== undefined && <WidthItems {...choice} />}
        <Menu.Divider />
        {column !== undefined && value !== undefined && (
          <Menu.Item onClick={() => copy(formatFigure(value, column.value))}>
            Copy value
          </Menu.Item>
        )}
        {row.kind === "member" && (
          <Menu.Item onClick={() => copy(row.path.map(String).join(" / "))}>
            Copy path
          </Menu.Item>
        )}
        {column !== undefined && (
          <Menu.Item onClick={() => openDrawer({ kind: "explain", target })}>
            Explain
          </Menu.Item>
        )}
        <Menu.Item onClick={() => openDrawer({ kind: "inspector", target })}>
          Inspect the queries
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

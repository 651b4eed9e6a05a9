import type { Grid } from "../../pivot/grid/grid.ts";
import { type AxisNode, TOTAL_NODE } from "../../pivot/grid/nodes.ts";
import type { PlannedValue } from "../../pivot/plan/pivot-plan.ts";
import type { Explorer } from "../explorer-context.ts";
import { valueTitle } from "../grid/cell-format.ts";
import { rowNode } from "../grid/rows.ts";
import { boundsOf } from "../grid/selection.ts";
import { pathTitle } from "./target-title.ts";

/** What a chart shows, and the table beside it. */
export interface ChartData {
  title: string;
  value: PlannedValue;
  /** Names along the axis. */
  places: readonly string[];
  /** The axis is of days, in their order. */
  isTimeline: boolean;
  /** One number per place; null = nothing to count, undefined = not known yet. */
  series: readonly {
    name: string;
    values: readonly (number | null | undefined)[];
  }[];
  /** What is left out, in words; empty = nothing. */
  cut: string;
}

const MAX_SERIES = 12;
const MAX_PLACES = 400;
// A day of the compared period alone begins with "vs".
const DAY = /^(vs )?\d{4}-\d{2}-\d{2}/;

const isDay = (node: AxisNode) =>
  node.kind === "member" && node.label !== null && DAY.test(node.label);

interface Chosen {
  rows: readonly AxisNode[];
  columns: readonly AxisNode[];
  value: PlannedValue;
}

/** The selected cells of the first selected value; undefined = fewer than two. */
function selectedNodes({ selected }: Explorer): Chosen | undefined {
  const { table, selection } = selected;
  const { top, bottom, left, right } = boundsOf(selection);
  const rows = table.rows
    .slice(top, bottom + 1)
    .flatMap((row) => rowNode(row) ?? []);
  const columns = table.columns
    .slice(Math.max(left, 0), right + 1)
    .flatMap((column) => (column.kind === "value" ? [column] : []));
  const value = columns[0]?.value;
  if (value === undefined) return undefined;
  const nodes = columns
    .filter((column) => column.value.key === value.key)
    .map(({ node }) => node);
  return rows.length * nodes.length < 2
    ? undefined
    : { rows, columns: nodes, value };
}

const firstLevel = (tree: Grid["rows"]): AxisNode[] => {
  const members = tree.items.flatMap((item) =>
    item.kind === "node" && item.node.depth === 1 ? [item.node] : [],
  );
  return members.length === 0 ? [TOTAL_NODE] : members;
};

/** Totals beside their parts would dwarf them. */
const withoutTotals = (nodes: readonly AxisNode[]) => {
  const parts = nodes.filter(({ kind }) => kind !== "total");
  return parts.length === 0 ? nodes : parts;
};

/**
 * The selected cells, or else the first level of both axes. Asks for what is not
 * known yet.
 */
export function chartData(explorer: Explorer): ChartData | undefined {
  const { grid, plan } = explorer;
  const [first] = plan.values;
  const chosen =
    selectedNodes(explorer) ??
    (first === undefined
      ? undefined
      : {
          rows: firstLevel(grid.rows),
          columns: firstLevel(grid.columns),
          value: first,
        });
  if (chosen === undefined) return undefined;
  const { value } = chosen;
  const rows = withoutTotals(chosen.rows);
  const columns = withoutTotals(chosen.columns);
  const isTimeline = columns.length > 1 && columns.every(isDay);
  const [places, lines] = isTimeline ? [columns, rows] : [rows, columns];
  const sorted = isTimeline
    ? places.toSorted((one, other) => (one.key < other.key ? -1 : 1))
    : places;
  const shownPlaces = sorted.slice(0, MAX_PLACES);
  const shownLines = lines.slice(0, MAX_SERIES);
  const cuts = [
    ...(lines.length > shownLines.length
      ? [`the first ${shownLines.length} of ${lines.length} series`]
      : []),
    ...(sorted.length > shownPlaces.length
      ? [`the first ${shownPlaces.length} of ${sorted.length} places`]
      : []),
  ];
  return {
    title: valueTitle(value),
    value,
    places: shownPlaces.map(pathTitle),
    isTimeline,
    series: shownLines.map((line) => ({
      name: line.kind === "total" ? valueTitle(value) : pathTitle(line),
      values: shownPlaces.map(
        (place) =>
          (isTimeline
            ? grid.cell(line, place, value)
            : grid.cell(place, line, value)
          ).value,
      ),
    })),
    cut: cuts.length === 0 ? "" : `Shows ${cuts.join(" and ")}.`,
  };
}

/** Sums stand on each other; ratios and ranks do not. */
export const canStack = ({ value, series }: ChartData): boolean =>
  series.length > 1 &&
  value.planned.additive &&
  (value.figure === "value" || value.figure === "previous");

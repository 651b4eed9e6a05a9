import { type RefObject, useMemo } from "react";
import type { PivotPlan } from "../../pivot/plan/pivot-plan.ts";
import type { LabelWidths } from "../../pivot/state/pivot-state.ts";
import {
  LEAST_WIDTH,
  possibleWidth,
  type SizedColumn,
} from "../../pivot/state/widths.ts";
import type { GridColumn, ValueColumn } from "./columns.ts";
import { fitWidth } from "./fit-width.ts";
import { type LabelLayout, widestColumn } from "./geometry.ts";
import { type ColumnSize, labelSizes, valueSize } from "./sizes.ts";
import type { ColumnWindow } from "./use-column-window.ts";
import type { CellTarget } from "./use-grid-input.ts";

/** Gives a column a width in pixels, or its usual one; changes of one visit are one step. */
export type OnResize = (
  column: SizedColumn,
  width: number | null,
  visit?: symbol,
) => void;

/** How columns of a grid get another width. */
export interface Sizing {
  /** The columns of names, coarse to fine. */
  labels: readonly ColumnSize[];
  sizeOf: (column: ValueColumn, width: number) => ColumnSize;
  /** The nearest width a column can have, in whole pixels. */
  nearest: (size: ColumnSize, width: number) => number;
  /** @param width pixels; null = the usual width */
  resize: (size: ColumnSize, width: number | null, visit?: symbol) => void;
  /** Pixels for what of a column is on the screen. */
  fitting: (size: ColumnSize) => number;
  /** Shows where in the window an edge is dragged to; undefined = nowhere. */
  showEdge: (left: number | undefined) => void;
}

/** The column that the menu of a cell can resize, and how. */
export interface SizeChoice {
  size: ColumnSize;
  sizing: Sizing;
}

interface Options {
  scroller: RefObject<HTMLElement | null>;
  /** A line over the grid, hidden while no edge is dragged. */
  guide: RefObject<HTMLElement | null>;
  plan: PivotPlan;
  labels: LabelLayout;
  chosen: LabelWidths;
  window: ColumnWindow;
  /** Pixels of the grid. */
  room: number;
  onResize: OnResize;
}

/** Past React, so that a frame of a drag renders no cell. */
function showLine(line: HTMLElement | null, left: number | undefined): void {
  if (line === null) return;
  line.hidden = left === undefined;
  const frame = line.parentElement?.getBoundingClientRect();
  line.style.left = `${(left ?? 0) - (frame?.left ?? 0)}px`;
}

export function useSizing(options: Options): Sizing {
  const { scroller, guide, plan, labels, chosen, window, room, onResize } =
    options;
  const { hold } = window;
  return useMemo(() => {
    const nearest = (size: ColumnSize, width: number) =>
      possibleWidth(Math.min(width, Math.max(LEAST_WIDTH, size.most)));
    const levels = plan.rows.levels.map(({ dimension }) => dimension);
    return {
      labels: labelSizes(labels, levels, chosen),
      sizeOf: (column, width) =>
        valueSize(column, width, widestColumn(room - labels.width)),
      nearest,
      resize: (size, width, visit) => {
        // What is resized stays in place, though others before it change as well.
        if (size.shown !== undefined) hold(size.shown.key);
        const next = width === null ? null : nearest(size, width);
        onResize(size.column, next, visit);
      },
      fitting: (size) => {
        const grid = scroller.current;
        const width = grid === null ? 0 : fitWidth(grid, size);
        return width === 0 ? size.width : nearest(size, Math.ceil(width));
      },
      showEdge: (left) => showLine(guide.current, left),
    };
  }, [scroller, guide, plan, labels, chosen, hold, room, onResize]);
}

/**
 * The column a menu of a cell is about.
 *
 * @param at of a name, the place of its column; left out = that of its level
 */
export function sizeChoice(
  sizing: Sizing,
  { row, column }: CellTarget,
  columns: readonly GridColumn[],
  widths: readonly number[],
  at = row.depth - 1,
): SizeChoice | undefined {
  const last = sizing.labels.length - 1;
  const size =
    column === undefined
      ? sizing.labels[Math.max(0, Math.min(last, at))]
      : sizing.sizeOf(
          column,
          widths[columns.findIndex(({ key }) => key === column.key)] ?? 0,
        );
  return size && { size, sizing };
}

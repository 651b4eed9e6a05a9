import {
  type RefObject,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Grid } from "../../pivot/grid/grid.ts";
import type { GridColumn } from "./columns.ts";
import { columnWidths, pinnedColumns } from "./geometry.ts";
import { useRange } from "./use-range.ts";
import { columnsInSight, type Viewport } from "./viewport.ts";

/** The columns in sight. */
export interface ColumnWindow {
  widths: readonly number[];
  /** Leading columns that never scroll away. */
  pinned: number;
  /** Pixels of the pinned columns. */
  pinnedWidth: number;
  /** Indices of the others, left to right. */
  visible: readonly number[];
  /** Pixels from the pinned columns to the first visible one. */
  offsetBefore: number;
  /** Pixels of all columns. */
  totalWidth: number;
  scrollTo: (index: number) => void;
  /** Keeps a column where it is in sight while widths change the next time. */
  hold: (key: string) => void;
}

/** Width of an element, in pixels, followed as it changes. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  // Before the first paint, which would show another layout for a moment.
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    const measure = () => setWidth(target.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

/** Where each of some widths begins, and where the last one ends. */
function startsOf(widths: readonly number[]): number[] {
  const starts = [0];
  let end = 0;
  for (const width of widths) {
    end += width;
    starts.push(end);
  }
  return starts;
}

interface Layout {
  widths: readonly number[];
  pinned: number;
  pinnedWidth: number;
  /** Of the columns that scroll. */
  starts: readonly number[];
  /** Pixels that are seen of them. */
  scrolled: number;
}

interface Painted {
  layout: Layout;
  columns: readonly GridColumn[];
}

/** Where a column that scrolls begins; undefined = there is none of this key. */
const startOf = ({ layout, columns }: Painted, key: string) =>
  layout.starts[
    columns.findIndex((column) => column.key === key) - layout.pinned
  ];

export function useColumnWindow(
  grid: Grid,
  columns: readonly GridColumn[],
  viewport: Viewport,
  room: number,
  labelWidth: number,
): ColumnWindow {
  const layout = useMemo((): Layout => {
    const widths = columnWidths(grid, columns, room - labelWidth);
    const pinned = pinnedColumns(columns, widths, room - labelWidth);
    const pinnedWidth = widths
      .slice(0, pinned)
      .reduce((sum, width) => sum + width, 0);
    const starts = startsOf(widths.slice(pinned));
    const scrolled = room - labelWidth - pinnedWidth;
    return { widths, pinned, pinnedWidth, starts, scrolled };
  }, [grid, columns, room, labelWidth]);
  const { from, to } = useRange(viewport, () =>
    columnsInSight(
      layout.starts,
      viewport.left,
      viewport.left + layout.scrolled,
    ),
  );
  const held = useRef<string>(undefined);
  const hold = useCallback((key: string) => {
    held.current = key;
  }, []);
  const painted = useRef<Painted>(undefined);
  useLayoutEffect(() => {
    const [before, now] = [painted.current, { layout, columns }];
    const key = held.current;
    painted.current = now;
    held.current = undefined;
    if (key === undefined || before === undefined) return;
    const [was, is] = [startOf(before, key), startOf(now, key)];
    if (was === undefined || is === undefined) return;
    const moved = is + layout.pinnedWidth - was - before.layout.pinnedWidth;
    // Not behind the columns that never scroll.
    viewport.scrollToLeft(Math.min(is, viewport.left + moved));
  }, [layout, columns, viewport]);
  return useMemo(() => {
    const { widths, pinned, pinnedWidth, starts, scrolled } = layout;
    return {
      widths,
      pinned,
      pinnedWidth,
      visible: Array.from({ length: to - from }, (_, at) => from + at + pinned),
      offsetBefore: starts[from] ?? 0,
      totalWidth: pinnedWidth + (starts.at(-1) ?? 0),
      scrollTo: (index) => {
        const [start, end] = [
          starts[index - pinned],
          starts[index + 1 - pinned],
        ];
        if (start !== undefined && end !== undefined) {
          viewport.revealColumn(start, end, scrolled);
        }
      },
      hold,
    };
  }, [layout, from, to, viewport, hold]);
}

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
import { type ColumnPlaces, keptLeft } from "./keep-place.ts";
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

interface Layout extends ColumnPlaces {
  widths: readonly number[];
  /** Pixels that are seen of the columns that scroll. */
  scrolled: number;
}

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
    const keys = columns.map(({ key }) => key);
    return { widths, keys, pinned, pinnedWidth, starts, scrolled };
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
  const painted = useRef<Layout>(undefined);
  useLayoutEffect(() => {
    const [before, key] = [painted.current, held.current];
    painted.current = layout;
    held.current = undefined;
    if (before === undefined) return;
    const left = keptLeft(before, layout, viewport.left, key);
    if (left !== viewport.left) viewport.scrollToLeft(left);
  }, [layout, viewport]);
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

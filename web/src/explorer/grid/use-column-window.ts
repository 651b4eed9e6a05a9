import { useVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useMemo, useState, type RefObject } from "react";
import type { Grid } from "../../pivot/grid/grid.ts";
import type { GridColumn } from "./columns.ts";
import { columnWidths, pinnedColumns } from "./geometry.ts";

const OVERSCAN = 2;

/** The columns in sight. */
export interface ColumnWindow {
  widths: readonly number[];
  /** Leading columns that never scroll away. */
  pinned: number;
  /** Indices of the others, left to right. */
  visible: readonly number[];
  /** Pixels from the pinned columns to the first visible one. */
  offsetBefore: number;
  /** Pixels of all columns. */
  totalWidth: number;
  scrollTo: (index: number) => void;
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

export function useColumnWindow(
  grid: Grid,
  columns: readonly GridColumn[],
  scroller: RefObject<HTMLDivElement | null>,
  room: number,
  labelWidth: number,
): ColumnWindow {
  const widths = columnWidths(grid, columns);
  const pinned = pinnedColumns(columns, widths, room - labelWidth);
  const pinnedWidth = widths
    .slice(0, pinned)
    .reduce((sum, width) => sum + width, 0);
  const virtualizer = useVirtualizer({
    horizontal: true,
    count: columns.length - pinned,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => widths[index + pinned] ?? 0,
    overscan: OVERSCAN,
    scrollMargin: labelWidth + pinnedWidth,
    scrollPaddingStart: labelWidth + pinnedWidth,
  });
  const signature = widths.join();
  // Sizes are cached by index; other columns have other sizes.
  useMemo(() => {
    void signature;
    virtualizer.measure();
  }, [signature, virtualizer]);
  const items = virtualizer.getVirtualItems();
  return {
    widths,
    pinned,
    visible: items.map(({ index }) => index + pinned),
    offsetBefore:
      (items[0]?.start ?? 0) -
      (items.length > 0 ? labelWidth + pinnedWidth : 0),
    totalWidth: widths.reduce((sum, width) => sum + width, 0),
    scrollTo: (index) => {
      if (index >= pinned) virtualizer.scrollToIndex(index - pinned);
    },
  };
}

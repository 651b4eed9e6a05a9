/** A cell by its place, from 0. */
export interface Place {
  row: number;
  column: number;
}

/** Cells between two corners; the second is the active one. */
export interface CellRange {
  anchor: Place;
  active: Place;
}

export interface GridSize {
  rows: number;
  columns: number;
  /** Rows of a page. */
  page: number;
}

export interface Edges {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export const edgesOf = ({ anchor, active }: CellRange): Edges => ({
  top: Math.min(anchor.row, active.row),
  bottom: Math.max(anchor.row, active.row),
  left: Math.min(anchor.column, active.column),
  right: Math.max(anchor.column, active.column),
});

export const contains = (
  { top, bottom, left, right }: Edges,
  { row, column }: Place,
): boolean => row >= top && row <= bottom && column >= left && column <= right;

const clamp = (value: number, most: number) =>
  Math.max(0, Math.min(value, most - 1));

/** Where a key leads, or undefined for keys of no meaning here. */
export function placeAfter(
  key: string,
  toEdge: boolean,
  { row, column }: Place,
  size: GridSize,
): Place | undefined {
  const steps: Record<string, [rows: number, columns: number]> = {
    ArrowUp: [toEdge ? -Infinity : -1, 0],
    ArrowDown: [toEdge ? Infinity : 1, 0],
    ArrowLeft: [0, toEdge ? -Infinity : -1],
    ArrowRight: [0, toEdge ? Infinity : 1],
    PageUp: [-size.page, 0],
    PageDown: [size.page, 0],
    Home: [toEdge ? -Infinity : 0, -Infinity],
    End: [toEdge ? Infinity : 0, Infinity],
  };
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  return (
    step && {
      row: clamp(row + step[0], size.rows),
      column: clamp(column + step[1], size.columns),
    }
  );
}

import type { CSSProperties } from "react";
import {
  type Cell,
  cellText,
  isNumeric,
  type ResultColumn,
  shownText,
} from "../result.ts";

/** Characters of texts that may be cut off. */
const LONG = 20;

interface Props {
  id: string;
  value: Cell;
  column: ResultColumn;
  /** From 0. */
  index: number;
  style: CSSProperties;
  selected: boolean;
  active: boolean;
}

/** One value: NULL is shown as such, which an empty text is not. */
export function GridCell({
  id,
  value,
  column,
  index,
  style,
  selected,
  active,
}: Props) {
  const text = shownText(value, column);
  const exact = cellText(value, column);
  return (
    <div
      id={id}
      role="gridcell"
      // The first column numbers the rows.
      aria-colindex={index + 2}
      aria-selected={selected}
      className="sql-cell"
      data-column={index}
      data-numeric={isNumeric(column) || undefined}
      data-active={active || undefined}
      title={exact.length > LONG || exact !== text ? exact : undefined}
      style={style}
    >
      {value === null ? <span className="sql-null">NULL</span> : text}
    </div>
  );
}

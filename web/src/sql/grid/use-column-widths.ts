import { useState } from "react";
import type { ResultColumn, Row } from "../result.ts";
import { columnWidths, DECIDING_ROWS, textMeasure } from "./column-widths.ts";

/** Widths of columns, which stay as they are once enough rows are there. */
export function useColumnWidths(
  columns: readonly ResultColumn[],
  rows: readonly Row[],
): readonly number[] {
  const [widthOf] = useState(() => textMeasure(`13px ${pageFont()}`));
  const deciding = Math.min(rows.length, DECIDING_ROWS);
  const [known, setKnown] = useState({ deciding: -1, widths: [] as number[] });
  if (known.deciding === deciding) return known.widths;
  const widths = columnWidths(columns, rows, widthOf);
  setKnown({ deciding, widths });
  return widths;
}

const pageFont = () => getComputedStyle(document.body).fontFamily;

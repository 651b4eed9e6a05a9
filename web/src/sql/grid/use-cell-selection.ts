import { type PointerEvent, useState } from "react";
import {
  type CellRange,
  type GridSize,
  type Place,
  placeAfter,
} from "./cell-range.ts";

export interface CellSelection {
  range: CellRange;
  /** @returns whether the key moved something */
  onKey: (
    event: Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey">,
    size: GridSize,
  ) => Place | undefined;
  onPointerDown: (event: PointerEvent) => void;
  onPointerMove: (event: PointerEvent) => void;
}

const START: Place = { row: 0, column: 0 };

/** Cells chosen by dragging, or by the arrows with Shift. */
export function useCellSelection(): CellSelection {
  const [range, setRange] = useState<CellRange>({
    anchor: START,
    active: START,
  });
  const goTo = (active: Place, extend: boolean) =>
    setRange((former) => ({
      anchor: extend ? former.anchor : active,
      active,
    }));
  return {
    range,
    onKey(event, size) {
      const command = event.ctrlKey || event.metaKey;
      if (command && event.key.toLowerCase() === "a") {
        const active = { row: size.rows - 1, column: size.columns - 1 };
        setRange({ anchor: active, active: START });
        return START;
      }
      const next = placeAfter(event.key, command, range.active, size);
      if (next !== undefined) goTo(next, event.shiftKey);
      return next;
    },
    onPointerDown(event) {
      const place = placeOf(event);
      if (event.button === 0 && place !== undefined) {
        goTo(place, event.shiftKey);
      }
    },
    onPointerMove(event) {
      const place = placeOf(event);
      if ((event.buttons & 1) === 1 && place !== undefined) goTo(place, true);
    },
  };
}

/** The cell under the pointer, by the marks that the grid puts on rows and cells. */
function placeOf({ target }: PointerEvent): Place | undefined {
  const cell =
    target instanceof Element
      ? target.closest<HTMLElement>("[data-column]")
      : null;
  const row = cell?.closest<HTMLElement>("[data-row]");
  return cell && row
    ? {
        row: Number(row.dataset["row"]),
        column: Number(cell.dataset["column"]),
      }
    : undefined;
}

import type { ReactNode } from "react";
import { canDrop } from "../../pivot/state/shelves.ts";
import type { Shelf } from "../../pivot/state/view-fields.ts";
import { useDropPlace } from "../dnd/FieldDnd.tsx";
import { useExplorer } from "../explorer-context.ts";
import { pillCount, SHELF_TITLES } from "./move-choices.ts";

interface Props {
  shelf: Shelf;
  children: ReactNode;
  /** Behind the pills. */
  tools?: ReactNode;
}

const HINTS: Readonly<Record<Shelf, string>> = {
  rows: "Drop a hierarchy or dimension",
  columns: "Drop a hierarchy or dimension",
  values: "Drop a measure",
  filters: "Drop a dimension",
};

/** One shelf with its pills; shows where a dragged field may go. */
export function ShelfRow({ shelf, children, tools }: Props) {
  const { state, view } = useExplorer();
  const count = pillCount(state, shelf);
  const { attach, isOver, dragged } = useDropPlace(
    { shelf, index: count },
    true,
  );
  const allowed =
    dragged === undefined || canDrop(state, view, dragged, shelf) === true;
  return (
    <div
      ref={attach}
      className="shelf-row"
      role="group"
      aria-label={SHELF_TITLES[shelf]}
      data-shelf={shelf}
      data-over={isOver || undefined}
      data-accepts={dragged === undefined ? undefined : allowed}
    >
      <span className="shelf-title" aria-hidden>
        {SHELF_TITLES[shelf]}
      </span>
      <div className="shelf-pills">
        {children}
        {count === 0 && <span className="shelf-hint">{HINTS[shelf]}</span>}
      </div>
      {tools}
    </div>
  );
}

import { useMergedRef } from "@mantine/hooks";
import { type FocusEvent, type ReactNode, useEffect, useRef } from "react";
import { canDrop } from "../../pivot/state/shelves.ts";
import type { Shelf } from "../../pivot/state/view-fields.ts";
import { useDropPlace } from "../dnd/FieldDnd.tsx";
import { useExplorer } from "../explorer-context.ts";
import { isFocusLost } from "../parts/focus.ts";
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

/**
 * Gives the focus of a pill that went to the one in its place, the last one of
 * the shelf, any other pill, or the fields.
 */
function useFocusedPill(count: number) {
  const row = useRef<HTMLDivElement>(null);
  /** The pill that had the focus last, or whose panel has it. */
  const at = useRef<number>(undefined);
  const before = useRef(count);
  useEffect(() => {
    const isFewer = count < before.current;
    before.current = count;
    const element = row.current;
    if (!isFewer || at.current === undefined || element === null) return;
    if (!isFocusLost()) return;
    const pills = element.querySelectorAll<HTMLElement>(".pill");
    const goal =
      pills[Math.min(at.current, pills.length - 1)] ??
      element.parentElement?.querySelector<HTMLElement>(".pill") ??
      element
        .closest(".explorer-page")
        ?.querySelector<HTMLElement>("[role=treeitem][tabindex='0']");
    goal?.focus();
  }, [count]);
  const onFocus = ({ target, currentTarget }: FocusEvent<HTMLElement>) => {
    // A panel lies elsewhere in the document: its pill had the focus before.
    if (!currentTarget.contains(target)) return;
    const places = [...currentTarget.querySelectorAll(".pill-place")];
    at.current = Math.max(
      0,
      places.findIndex((place) => place.contains(target)),
    );
  };
  return { row, onFocus };
}

/** One shelf with its pills; shows where a dragged field may go. */
export function ShelfRow({ shelf, children, tools }: Props) {
  const { state, view } = useExplorer();
  const count = pillCount(state, shelf);
  const { attach, isOver, dragged } = useDropPlace(
    { shelf, index: count },
    true,
  );
  const { row, onFocus } = useFocusedPill(count);
  const allowed =
    dragged === undefined || canDrop(state, view, dragged, shelf) === true;
  return (
    <div
      ref={useMergedRef(attach, row)}
      onFocus={onFocus}
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

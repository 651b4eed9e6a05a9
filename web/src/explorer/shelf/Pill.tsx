import { type KeyboardEvent, type ReactNode, useState } from "react";
import type { Place } from "../../pivot/state/view-fields.ts";
import { useDragged, useDropPlace } from "../dnd/FieldDnd.tsx";
import { useExplorer } from "../explorer-context.ts";
import { Panel } from "../parts/Panel.tsx";
import { pillCount, SHELF_TITLES } from "./move-choices.ts";

interface Props {
  place: Place;
  name: string;
  title: string;
  /** A short addition in softer ink, e.g. `top 5`. */
  note: string;
  /** Why the pill shows nothing at the moment; empty = it does. */
  hidden: string;
  panel: (close: () => void) => ReactNode;
  width: number;
  /** For what is of no use as it comes, e.g. a filter without values. */
  openAtOnce: boolean;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowUp: -1,
  ArrowRight: 1,
  ArrowDown: 1,
};

/** A field on a shelf: dragged, moved with Alt and arrows, changed in its panel. */
export function Pill(props: Props) {
  const { place, name, title, note, hidden } = props;
  const { dispatch, state } = useExplorer();
  const [opened, setOpened] = useState(props.openAtOnce);
  const { attach, listeners, describedBy, isDragging } = useDragged(
    `pill:${place.shelf}:${place.index}`,
    {
      name,
      from: place,
    },
  );
  const { attach: attachPlace, isOver } = useDropPlace(place, false);

  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    const step = STEPS[event.key];
    if (event.altKey && step !== undefined) {
      event.preventDefault();
      const index = place.index + step;
      if (index < 0 || index >= pillCount(state, place.shelf)) return;
      dispatch({ type: "move", from: place, to: { ...place, index } });
      const shelf = event.currentTarget.closest("[data-shelf]");
      // The pill is drawn at its new place, by a button that was another's.
      requestAnimationFrame(() =>
        shelf?.querySelectorAll<HTMLElement>(".pill")[index]?.focus(),
      );
      return;
    }
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      dispatch({ type: "remove", place });
      return;
    }
    listeners?.["onKeyDown"]?.(event);
  };

  return (
    <span
      ref={attachPlace}
      className="pill-place"
      data-over={(isOver && !isDragging) || undefined}
    >
      <Panel
        label={`${title} on ${SHELF_TITLES[place.shelf]}`}
        opened={opened}
        onChange={setOpened}
        width={props.width}
        target={
          <button
            type="button"
            className="pill"
            data-hidden={hidden !== "" || undefined}
            data-dragging={isDragging || undefined}
            aria-describedby={describedBy}
            title={hidden || undefined}
            {...listeners}
            ref={attach}
            onKeyDown={onKeyDown}
            onClick={() => setOpened(!opened)}
          >
            <span className="pill-title">{title}</span>
            {note !== "" && <span className="pill-note">{note}</span>}
            <span className="caret" aria-hidden>
              ▾
            </span>
          </button>
        }
      >
        {() => props.panel(() => setOpened(false))}
      </Panel>
    </span>
  );
}

import { type KeyboardEvent, useState } from "react";
import { canDrop } from "../../pivot/state/shelves.ts";
import { useDragged } from "../dnd/FieldDnd.tsx";
import { useExplorer } from "../explorer-context.ts";
import { Icon } from "../parts/Icon.tsx";
import { Panel } from "../parts/Panel.tsx";
import { MoveActions } from "../shelf/MoveActions.tsx";
import { SHELF_TITLES, SHELVES } from "../shelf/move-choices.ts";
import { Action } from "../parts/Action.tsx";
import { defaultShelf } from "./default-shelf.ts";
import type { FieldLine } from "./field-tree.ts";

interface Props {
  line: FieldLine;
  /** The one line of the tree that Tab reaches. */
  tabbable: boolean;
  /** Shelves the field lies on. */
  used: readonly string[];
  onToggle: () => void;
}

const SYMBOLS = { hierarchy: "≡", level: "·", dimension: "▤", measure: "#" };

/** A field of the view: dragged to a shelf, or put there by its menu. */
export function FieldLineItem({ line, tabbable, used, onToggle }: Props) {
  const { state, view, dispatch } = useExplorer();
  const [opened, setOpened] = useState(false);
  const { name, title, description, kind } = line;
  const { attach, listeners, describedBy, isDragging } = useDragged(
    `field:${line.key}`,
    { name },
  );
  const shelf = defaultShelf(state, view, name);
  const refused = SHELVES.map((item) =>
    canDrop(state, view, { name }, item),
  ).every((allowed) => allowed !== true);
  const add = () => dispatch({ type: "add", name, shelf });
  const allowed = canDrop(state, view, { name }, shelf);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || isDragging) return;
    if (event.key === "Enter" || event.key === "ContextMenu") {
      event.preventDefault();
      setOpened(true);
      return;
    }
    listeners?.["onKeyDown"]?.(event);
  };

  return (
    <Panel
      label={`Add ${title}`}
      opened={opened}
      onChange={setOpened}
      position="right-start"
      width={270}
      target={
        <div
          role="treeitem"
          aria-level={line.depth}
          aria-expanded={line.open}
          aria-label={
            used.length > 0 ? `${title}, on ${used.join(" and ")}` : title
          }
          aria-describedby={describedBy}
          tabIndex={tabbable ? 0 : -1}
          className="field-line"
          data-line={line.key}
          data-kind={kind}
          data-used={used.length > 0 || undefined}
          data-refused={refused || undefined}
          data-dragging={isDragging || undefined}
          title={description || undefined}
          {...listeners}
          ref={attach}
          onKeyDown={onKeyDown}
          onDoubleClick={add}
          onContextMenu={(event) => {
            event.preventDefault();
            setOpened(true);
          }}
        >
          {line.open === undefined ? (
            <span className="field-symbol" aria-hidden>
              {SYMBOLS[kind]}
            </span>
          ) : (
            <button
              type="button"
              tabIndex={-1}
              className="field-caret"
              aria-label={`${line.open ? "Hide" : "Show"} the levels of ${title}`}
              onClick={onToggle}
              onDoubleClick={(event) => event.stopPropagation()}
            >
              {line.open ? "▾" : "▸"}
            </button>
          )}
          <span className="field-title">{title}</span>
          <button
            type="button"
            tabIndex={-1}
            className="field-add"
            aria-label={`Add ${title}`}
            onClick={() => setOpened(!opened)}
            onDoubleClick={(event) => event.stopPropagation()}
          >
            <Icon name="plus" />
          </button>
        </div>
      }
    >
      {() => (
        <>
          {description !== "" && <p className="panel-note">{description}</p>}
          {allowed === true && (
            <Action
              onClick={() => {
                add();
                setOpened(false);
              }}
              note="double-click"
            >
              {`Add to ${SHELF_TITLES[shelf]}`}
            </Action>
          )}
          <MoveActions
            name={name}
            except={allowed === true ? shelf : undefined}
            onChoose={() => setOpened(false)}
          />
        </>
      )}
    </Panel>
  );
}

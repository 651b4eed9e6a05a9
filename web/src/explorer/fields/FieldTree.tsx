import { type KeyboardEvent, useState } from "react";
import { useExplorer } from "../explorer-context.ts";
import { FieldLineItem } from "./FieldLineItem.tsx";
import { fieldTree, firstOpen, type TreeLine } from "./field-tree.ts";
import { usedFields } from "./used-fields.ts";

interface Props {
  search: string;
}

const isBelow = (line: TreeLine | undefined, depth: number) =>
  line !== undefined && line.depth > depth;

/** The fields of the view, walked with the arrow keys. */
export function FieldTree({ search }: Props) {
  const { state, view } = useExplorer();
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set(firstOpen(view)),
  );
  const [at, setAt] = useState("");
  const lines = fieldTree(view, open, search);
  const used = usedFields(state, view);
  const current = lines.find(({ key }) => key === at) ?? lines[0];

  const toggle = (key: string, isOpen: boolean) => {
    const next = new Set(open);
    if (isOpen) next.add(key);
    else next.delete(key);
    setOpen(next);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const { key, target, currentTarget } = event;
    if (event.defaultPrevented || event.altKey || event.ctrlKey) return;
    const { line, dragging } = (target as HTMLElement).dataset;
    // Arrow keys then choose the place to drop it.
    if (dragging !== undefined) return;
    const index = lines.findIndex((item) => item.key === line);
    const shown = lines[index];
    if (shown === undefined) return;
    const focus = (to: number) => {
      const next = lines[to];
      if (next === undefined) return;
      event.preventDefault();
      currentTarget
        .querySelector<HTMLElement>(`[data-line="${CSS.escape(next.key)}"]`)
        ?.focus();
    };
    if (key === "ArrowDown") focus(index + 1);
    else if (key === "ArrowUp") focus(index - 1);
    else if (key === "Home") focus(0);
    else if (key === "End") focus(lines.length - 1);
    else if (key === "ArrowRight") {
      if (shown.open === false) toggle(shown.key, true);
      else if (isBelow(lines[index + 1], shown.depth)) focus(index + 1);
    } else if (key === "ArrowLeft") {
      if (shown.open === true) toggle(shown.key, false);
      else {
        focus(
          lines.findLastIndex(
            (item, place) => place < index && item.depth < shown.depth,
          ),
        );
      }
    } else if (shown.kind === "group" && (key === "Enter" || key === " ")) {
      event.preventDefault();
      toggle(shown.key, !shown.open);
    }
  };

  if (lines.length === 0) {
    return (
      <div className="panel-note" role="status">
        {`${view.title} has no field with "${search.trim()}"`}
      </div>
    );
  }
  return (
    <div
      role="tree"
      aria-label={`Fields of ${view.title}`}
      className="field-tree"
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        const { line } = (event.target as HTMLElement).dataset;
        if (line !== undefined) setAt(line);
      }}
    >
      {lines.map((line) =>
        line.kind === "group" ? (
          <div
            key={line.key}
            role="treeitem"
            aria-level={line.depth}
            aria-expanded={line.open}
            tabIndex={line === current ? 0 : -1}
            className="field-group"
            data-line={line.key}
            onClick={() => toggle(line.key, !line.open)}
          >
            <span aria-hidden>{line.open ? "▾" : "▸"}</span>
            <span className="field-title">{line.title}</span>
            <span className="field-count" aria-hidden>
              {line.count}
            </span>
          </div>
        ) : (
          <FieldLineItem
            key={line.key}
            line={line}
            tabbable={line === current}
            used={used.get(line.name) ?? []}
            onToggle={() => toggle(line.key, line.open !== true)}
          />
        ),
      )}
    </div>
  );
}

import type { Dimension } from "../../model/view.ts";
import type { SortKey } from "../../pivot/state/pivot-state.ts";
import { Icon } from "../parts/Icon.tsx";
import { hasLevelsButton, type LabelLayout } from "./geometry.ts";
import "./CornerHeader.css";

interface Props {
  /** Of the rows, coarse to fine. */
  levels: readonly Dimension[];
  labels: LabelLayout;
  sort: readonly SortKey[];
  onSort: () => void;
  /** Shows the levels the rows can be opened down to. */
  onLevels: (anchor: DOMRect) => void;
  /** Called with the place of the label column. */
  onMenu: (at: number, anchor: Element) => void;
}

/** The titles of the names of rows, by which the rows are sorted. */
export function CornerHeader(props: Props) {
  const { levels, labels, onMenu } = props;
  const [first] = props.sort;
  const order =
    first !== undefined && first.by !== "label"
      ? undefined
      : first?.descending
        ? "descending"
        : "ascending";
  return (
    <div
      role="columnheader"
      className="grid-cell corner"
      data-layout={labels.layout}
      style={{ width: labels.width }}
      aria-colindex={1}
      aria-sort={order}
      onContextMenu={(event) => {
        event.preventDefault();
        const { currentTarget, target } = event;
        const columns = [...currentTarget.querySelectorAll(".label-column")];
        const at = columns.findIndex((column) =>
          column.contains(target as Node),
        );
        onMenu(Math.max(0, at), columns[at] ?? currentTarget);
      }}
    >
      <button type="button" tabIndex={-1} onClick={props.onSort}>
        {labels.layout === "compact"
          ? levels.map(({ title }) => title).join(" › ") || "Total"
          : levels.map(({ name, title }, at) => (
              <span
                key={name}
                className="label-column"
                style={{ width: labels.widths[at] }}
                title={title}
              >
                <span className="label-title">{title}</span>
              </span>
            ))}
      </button>
      {hasLevelsButton(levels.length, labels.width) && (
        <button
          type="button"
          tabIndex={-1}
          className="levels-button"
          aria-label="Open rows down to a level"
          title="Open rows down to a level"
          onClick={({ currentTarget }) =>
            props.onLevels(currentTarget.getBoundingClientRect())
          }
        >
          <Icon name="levels" />
        </button>
      )}
    </div>
  );
}

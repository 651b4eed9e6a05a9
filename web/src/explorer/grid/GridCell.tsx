import { type CSSProperties, memo, useEffect, useRef } from "react";
import type { Cell } from "../../pivot/grid/grid.ts";
import type { PlannedValue } from "../../pivot/plan/pivot-plan.ts";
import { formatFigure } from "./cell-format.ts";
import "./GridCell.css";

interface Props {
  id: string;
  shown: Cell["value"];
  /** Why the figure means nothing here; empty = it does. */
  problem: string;
  /** Why the value did not come; undefined = nothing failed. */
  failure: string | undefined;
  value: PlannedValue;
  columnKey: string;
  colIndex: number;
  width: number | undefined;
  /** Where it stays in sight; undefined = it scrolls away. */
  left: number | undefined;
  /** −1 to 1; undefined = not coloured. */
  heat: number | undefined;
  /** Fractions of the width, from the left; undefined = no bar. */
  barStart: number | undefined;
  barSize: number | undefined;
  selected: boolean;
  active: boolean;
  blank: boolean;
  flash: boolean;
}

const heatStyle = (heat: number | undefined): CSSProperties =>
  heat === undefined
    ? {}
    : ({
        "--heat": `${Math.round(Math.abs(heat) * 100)}%`,
        "--heat-colour": heat < 0 ? "var(--heat-low)" : "var(--heat-high)",
      } as CSSProperties);

/** Marks the element for a moment when the number in it changed. */
function useFlash(value: number | null | undefined, on: boolean) {
  const element = useRef<HTMLDivElement>(null);
  const last = useRef(value);
  useEffect(() => {
    const before = last.current;
    if (value === undefined) return;
    last.current = value;
    if (on && before !== undefined && before !== value) {
      const { current } = element;
      current?.classList.remove("flash");
      // Reading the width restarts the animation.
      void current?.offsetWidth;
      current?.classList.add("flash");
    }
  }, [value, on]);
  return element;
}

/** A number. All it takes are plain values, so that it renders only with another one. */
export const GridCell = memo(function GridCell(props: Props) {
  const { shown, problem, failure, value, width, left, heat } = props;
  const { barStart, barSize } = props;
  const element = useFlash(shown, props.flash);
  const content = () => {
    if (props.blank) return null;
    if (problem !== "") return <span className="muted">n/a</span>;
    if (failure !== undefined)
      return <span className="error-text">failed</span>;
    if (shown === undefined) return <span className="skeleton" />;
    return formatFigure(shown, value);
  };
  return (
    <div
      ref={element}
      id={props.id}
      role="gridcell"
      className={`grid-cell number${left === undefined ? "" : " pinned"}`}
      style={{ width, left, ...heatStyle(heat) }}
      aria-colindex={props.colIndex}
      aria-selected={props.selected || undefined}
      data-column-key={props.columnKey}
      data-measure={value.planned.name}
      data-figure={value.figure}
      data-active={props.active || undefined}
      data-heat={heat === undefined ? undefined : ""}
      data-negative={typeof shown === "number" && shown < 0 ? "" : undefined}
      title={problem || failure}
    >
      {barStart !== undefined && barSize !== undefined && barSize > 0 && (
        <span
          className="bar"
          data-negative={(shown ?? 0) < 0 || undefined}
          style={{ left: `${barStart * 100}%`, width: `${barSize * 100}%` }}
          aria-hidden
        />
      )}
      <span className="number-text">{content()}</span>
    </div>
  );
});

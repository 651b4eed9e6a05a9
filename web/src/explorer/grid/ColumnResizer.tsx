import { useRef } from "react";
import type { ColumnSize } from "./sizes.ts";
import { useEdgeDrag } from "./use-edge-drag.ts";
import type { Sizing } from "./use-sizing.ts";
import "./ColumnResizer.css";

interface Props {
  size: ColumnSize;
  /** Where it stays in sight; undefined = it scrolls away. */
  left: number | undefined;
  /** Pixels from there to the edge that is dragged. */
  offset?: number;
  sizing: Sizing;
  onMenu: (anchor: Element) => void;
}

/**
 * The right edge of a column's header, for the pointer: keys and clicks find the
 * same in the menu of every cell.
 */
export function ColumnResizer(props: Props) {
  const { size, left, offset = 0, sizing, onMenu } = props;
  const edge = useRef<HTMLDivElement>(null);
  const widthAt = (distance: number) =>
    sizing.nearest(size, size.width + distance);

  const { ref } = useEdgeDrag({
    onMove: (distance) => {
      const start = edge.current?.getBoundingClientRect();
      if (start === undefined) return;
      const moved = widthAt(distance) - size.width;
      sizing.showEdge(start.left + offset + moved);
    },
    onDrop: (distance) => {
      const width = widthAt(distance);
      if (width !== size.width) sizing.resize(size, width);
    },
    onEnd: () => sizing.showEdge(undefined),
  });

  return (
    <div
      ref={edge}
      className="column-edge"
      data-frozen={left === undefined ? undefined : ""}
      style={{ left }}
      aria-hidden
    >
      <div
        ref={ref}
        className="column-resizer"
        style={{ left: offset }}
        title={`Width of ${size.title}: drag, or double-click to fit`}
        onDoubleClick={() => {
          const width = sizing.fitting(size);
          if (width !== size.width) sizing.resize(size, width);
        }}
        onContextMenu={(event) => {
          event.preventDefault();
          onMenu(event.currentTarget);
        }}
      />
    </div>
  );
}

import { useDrag } from "@mantine/hooks";
import { useEffect, useLayoutEffect, useRef } from "react";

interface Options {
  /** Called with the pixels the pointer is away from where it began. */
  onMove: (distance: number) => void;
  /** Called where the pointer is let go. */
  onDrop: (distance: number) => void;
  /** Called at the end, however it came; also when nothing was dropped. */
  onEnd: () => void;
}

/** Pixels a pointer moves until it drags: a double click does not. */
const SLACK = 3;

/**
 * Follows a pointer that drags an edge to the left or right; Escape leaves it
 * where it was.
 *
 * @returns the ref of the element to drag, and whether it is dragged
 */
export function useEdgeDrag(options: Options) {
  const latest = useRef(options);
  useLayoutEffect(() => {
    latest.current = options;
  });
  const stop = useRef<() => void>(undefined);
  useEffect(() => () => stop.current?.(), []);

  const start = (cancel: () => void) => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      // Nothing else is closed by this key press.
      event.preventDefault();
      event.stopPropagation();
      cancel();
      stop.current?.();
    };
    globalThis.addEventListener("keydown", onKeyDown, true);
    stop.current = () => {
      globalThis.removeEventListener("keydown", onKeyDown, true);
      stop.current = undefined;
      latest.current.onEnd();
    };
  };

  return useDrag(
    ({ first, last, canceled, movement: [distance], cancel }) => {
      if (first) start(cancel);
      if (!last) latest.current.onMove(distance);
      else {
        stop.current?.();
        if (!canceled) latest.current.onDrop(distance);
      }
    },
    { axis: "x", threshold: [SLACK, Infinity] },
  );
}

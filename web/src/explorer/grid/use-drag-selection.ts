import {
  type PointerEvent as ReactPointerEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
} from "react";

/** Pixels of the grid that never scroll, by edge. */
export interface Frozen {
  top: number;
  bottom: number;
  left: number;
}

interface Options {
  frozen: Frozen;
  /** Pixels of all cells, those in sight and the others. */
  content: { width: number; height: number };
  /** Called with the element under the pointer, or nearest to it within the grid. */
  onReach: (element: Element) => void;
}

/** Pixels a frame scrolls, per pixel that the pointer is beyond the edge. */
const SPEED = 0.4;
const FASTEST = 60;

const clamp = (value: number, least: number, most: number) =>
  Math.max(least, Math.min(most, value));

/**
 * How far one frame scrolls for a pointer at `at`; 0 between the edges.
 *
 * @returns pixels, negative towards the beginning
 */
export function scrollStep(at: number, start: number, end: number): number {
  const beyond = at < start ? at - start : at > end ? at - end : 0;
  return (
    Math.sign(beyond) * Math.min(FASTEST, Math.ceil(Math.abs(beyond) * SPEED))
  );
}

/**
 * Follows a mouse that is dragged over the grid's cells. Beyond its edges it
 * scrolls, the faster the further away the pointer is.
 *
 * @returns what begins a drag, from the pointer's position in it
 */
export function useDragSelection(
  scroller: RefObject<HTMLElement | null>,
  options: Options,
): (event: ReactPointerEvent) => void {
  const latest = useRef(options);
  useLayoutEffect(() => {
    latest.current = options;
  });
  const stop = useRef<() => void>(undefined);
  useEffect(() => () => stop.current?.(), []);

  return (event) => {
    stop.current?.();
    let pointer = { x: event.clientX, y: event.clientY };
    let frame = 0;

    const follow = () => {
      const element = scroller.current;
      if (element === null) return;
      const { frozen, content } = latest.current;
      const box = element.getBoundingClientRect();
      const inner = {
        left: box.left + frozen.left,
        top: box.top + frozen.top,
        right: box.left + element.clientWidth - 1,
        bottom: box.top + element.clientHeight - frozen.bottom - 1,
      };
      const before = { top: element.scrollTop, left: element.scrollLeft };
      element.scrollTop += scrollStep(pointer.y, inner.top, inner.bottom);
      element.scrollLeft += scrollStep(pointer.x, inner.left, inner.right);
      const moved = {
        x: element.scrollLeft !== before.left,
        y: element.scrollTop !== before.top,
      };
      const end = {
        x: box.left + content.width - element.scrollLeft - 1,
        y: box.top + content.height - element.scrollTop - 1,
      };
      // At the end of the way, what never scrolls can be selected too.
      const found = document.elementFromPoint(
        clamp(
          pointer.x,
          moved.x ? inner.left : box.left,
          Math.min(inner.right, end.x),
        ),
        clamp(
          pointer.y,
          moved.y ? inner.top : box.top,
          Math.min(
            moved.y ? inner.bottom : inner.bottom + frozen.bottom,
            end.y,
          ),
        ),
      );
      if (found !== null && element.contains(found)) {
        latest.current.onReach(found);
      }
      frame = moved.x || moved.y ? requestAnimationFrame(follow) : 0;
    };
    const onMove = ({ clientX, clientY }: PointerEvent) => {
      pointer = { x: clientX, y: clientY };
      if (frame === 0) follow();
    };
    const end = () => {
      cancelAnimationFrame(frame);
      globalThis.removeEventListener("pointermove", onMove);
      globalThis.removeEventListener("pointerup", end);
      globalThis.removeEventListener("pointercancel", end);
      stop.current = undefined;
    };
    globalThis.addEventListener("pointermove", onMove);
    globalThis.addEventListener("pointerup", end);
    globalThis.addEventListener("pointercancel", end);
    stop.current = end;
  };
}

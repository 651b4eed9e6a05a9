import {
  type KeyboardEvent,
  type RefObject,
  useLayoutEffect,
  useState,
} from "react";
import { useEdgeDrag } from "../grid/use-edge-drag.ts";
import { LEAST_DRAWER, LEAST_GRID } from "./use-drawer-width.ts";
import "./DrawerEdge.css";

interface Props {
  /** The drawer, which stands right beside the grid. */
  frame: RefObject<HTMLElement | null>;
  /** Pixels; undefined = the usual width. */
  width: number | undefined;
  onResize: (width: number | undefined) => void;
}

/** Pixels of a key press. */
const STEP = 24;

interface Extent {
  /** Pixels of the drawer. */
  now: number;
  most: number;
}

function measure(frame: HTMLElement): Extent {
  const now = frame.offsetWidth;
  const grid = frame.previousElementSibling as HTMLElement | null;
  const most = now + (grid?.offsetWidth ?? 0) - LEAST_GRID;
  return { now, most: Math.max(LEAST_DRAWER, most) };
}

/** Past React, so that a frame of a drag does not render what the drawer holds. */
function show(frame: HTMLElement | null, width: number | undefined): void {
  if (frame === null) return;
  frame.toggleAttribute("data-sized", width !== undefined);
  if (width === undefined) frame.style.removeProperty("--drawer-width");
  else frame.style.setProperty("--drawer-width", `${width}px`);
}

/** The edge by which the drawer gets wider, by pointer or arrow keys. */
export function DrawerEdge({ frame, width, onResize }: Props) {
  const [{ now, most }, setExtent] = useState<Extent>({
    now: width ?? LEAST_DRAWER,
    most: LEAST_DRAWER,
  });
  useLayoutEffect(() => {
    const drawer = frame.current;
    const page = drawer?.parentElement;
    if (!drawer || !page) return undefined;
    const follow = () => setExtent(measure(drawer));
    follow();
    const observer = new ResizeObserver(follow);
    observer.observe(drawer);
    observer.observe(page);
    return () => observer.disconnect();
  }, [frame]);

  const nearest = (pixels: number) =>
    Math.round(Math.max(LEAST_DRAWER, Math.min(most, pixels)));
  const [from, setFrom] = useState<number>();
  const { ref, active } = useEdgeDrag({
    onMove: (distance) => {
      const start = from ?? now;
      if (from === undefined) setFrom(now);
      show(frame.current, nearest(start - distance));
    },
    onDrop: (distance) => onResize(nearest((from ?? now) - distance)),
    onEnd: () => {
      setFrom(undefined);
      show(frame.current, width);
    },
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const next = new Map([
      ["ArrowLeft", nearest(now + STEP)],
      ["ArrowRight", nearest(now - STEP)],
      ["Home", LEAST_DRAWER],
      ["End", most],
      ["Enter", undefined],
    ]);
    if (!next.has(event.key)) return;
    event.preventDefault();
    onResize(next.get(event.key));
  };

  return (
    <div
      ref={ref}
      className="drawer-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the drawer"
      aria-valuenow={now}
      aria-valuemin={LEAST_DRAWER}
      aria-valuemax={most}
      tabIndex={0}
      title="Drag, or use the arrow keys; a double click or Enter gives the usual width"
      data-dragged={active || undefined}
      onKeyDown={onKeyDown}
      onDoubleClick={() => onResize(undefined)}
    />
  );
}

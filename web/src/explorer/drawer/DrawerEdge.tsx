import { useMergedRef } from "@mantine/hooks";
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import { useEdgeDrag } from "../grid/use-edge-drag.ts";
import { LEAST_DRAWER, LEAST_GRID } from "./use-drawer-width.ts";
import "./DrawerEdge.css";

interface Props {
  /** Pixels; undefined = the usual width. */
  width: number | undefined;
  onResize: (width: number | undefined) => void;
}

/** Pixels of a key press. */
const STEP = 24;

const drawerOf = (edge: HTMLElement | null) => edge?.parentElement ?? null;

interface Extent {
  /** Pixels of the drawer. */
  now: number;
  most: number;
}

function measure(drawer: HTMLElement): Extent {
  const now = drawer.offsetWidth;
  const grid = drawer.previousElementSibling as HTMLElement | null;
  const most = now + (grid?.offsetWidth ?? 0) - LEAST_GRID;
  return { now, most: Math.max(LEAST_DRAWER, most) };
}

/** Past React, so that a frame of a drag does not render what the drawer holds. */
function show(drawer: HTMLElement | null, width: number | undefined): void {
  if (drawer === null) return;
  drawer.toggleAttribute("data-sized", width !== undefined);
  if (width === undefined) drawer.style.removeProperty("--drawer-width");
  else drawer.style.setProperty("--drawer-width", `${width}px`);
}

/** The edge of the drawer it lies in, which stands right beside the grid. */
export function DrawerEdge({ width, onResize }: Props) {
  const edge = useRef<HTMLDivElement>(null);
  const [{ now, most }, setExtent] = useState<Extent>({
    now: width ?? LEAST_DRAWER,
    most: LEAST_DRAWER,
  });
  useLayoutEffect(() => {
    const drawer = drawerOf(edge.current);
    const page = drawer?.parentElement;
    if (!drawer || !page) return undefined;
    const follow = () => setExtent(measure(drawer));
    follow();
    const observer = new ResizeObserver(follow);
    observer.observe(drawer);
    observer.observe(page);
    return () => observer.disconnect();
  }, []);

  const nearest = (pixels: number) =>
    Math.round(Math.max(LEAST_DRAWER, Math.min(most, pixels)));
  const [from, setFrom] = useState<number>();
  const { ref, active } = useEdgeDrag({
    onMove: (distance) => {
      const start = from ?? now;
      if (from === undefined) setFrom(now);
      show(drawerOf(edge.current), nearest(start - distance));
    },
    onDrop: (distance) => onResize(nearest((from ?? now) - distance)),
    onEnd: () => {
      setFrom(undefined);
      show(drawerOf(edge.current), width);
    },
  });

  const merged = useMergedRef(edge, ref);
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
      ref={merged}
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

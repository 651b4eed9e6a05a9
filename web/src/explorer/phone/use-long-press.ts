import { type PointerEvent, type TouchEvent, useEffect, useRef } from "react";

/** Milliseconds a finger rests until it means the menu. */
const PRESS = 500;
/** Pixels a resting finger may move. */
const SLACK = 10;

interface Press {
  timer: number;
  x: number;
  y: number;
  /** The menu has been asked for. */
  done: boolean;
}

/**
 * Handlers that make a finger's rest the context menu of what lies under it:
 * Safari on phones has no such event of its own.
 */
export function useLongPress() {
  const press = useRef<Press>(undefined);
  const stop = () => {
    window.clearTimeout(press.current?.timer);
    press.current = undefined;
  };
  useEffect(() => stop, []);
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      stop();
      const { clientX: x, clientY: y, isPrimary, pointerType, target } = event;
      if (pointerType !== "touch" || !isPrimary) return;
      const timer = window.setTimeout(() => {
        if (press.current !== undefined) press.current.done = true;
        target.dispatchEvent(
          new MouseEvent("contextmenu", {
            bubbles: true,
            cancelable: true,
            clientX: x,
            clientY: y,
          }),
        );
      }, PRESS);
      press.current = { timer, x, y, done: false };
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const { current } = press;
      if (current === undefined || current.done) return;
      if (Math.hypot(clientX - current.x, clientY - current.y) > SLACK) stop();
    },
    // What scrolls, or has a menu of the browser's own making, is no press of ours.
    onPointerCancel: stop,
    onContextMenuCapture: () => window.clearTimeout(press.current?.timer),
    onTouchEnd: (event: TouchEvent) => {
      // Otherwise a click follows, which closes the menu.
      if (press.current?.done === true && event.cancelable) {
        event.preventDefault();
      }
      stop();
    },
  };
}

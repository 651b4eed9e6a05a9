import type { ComponentProps } from "react";

/** Stands where a menu or a panel opens that belongs to a cell of the grid. */
export function AnchorPoint({
  anchor,
  ...rest
}: ComponentProps<"div"> & { anchor: DOMRect }) {
  const { left, top, width, height } = anchor;
  return (
    <div
      {...rest}
      aria-hidden
      style={{
        position: "fixed",
        left,
        top,
        width,
        height,
        pointerEvents: "none",
      }}
    />
  );
}

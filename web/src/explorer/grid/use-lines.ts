import { useLayoutEffect } from "react";
import { ROW_HEIGHT } from "./geometry.ts";
import type { GridRow } from "./rows.ts";
import { useRange } from "./use-range.ts";
import { linesInSight, type Range, type Viewport } from "./viewport.ts";

/**
 * The lines in sight; pages of members that come into sight are asked for.
 *
 * @param frozen pixels of the grid that never scroll, above and below
 */
export function useLines(
  viewport: Viewport,
  members: readonly GridRow[],
  frozen: number,
  onWant: (axis: "rows", pages: string[]) => void,
): Range & { shown: readonly GridRow[] } {
  const { from, to } = useRange(viewport, () =>
    linesInSight(
      members.length,
      ROW_HEIGHT,
      viewport.top,
      viewport.top + viewport.height - frozen,
    ),
  );
  const shown = members.slice(from, to);
  const wanted = shown
    .flatMap((row) => (row.kind === "placeholder" ? [row.page] : []))
    .join("\n");
  useLayoutEffect(() => {
    if (wanted !== "") onWant("rows", [...new Set(wanted.split("\n"))]);
  }, [wanted, onWant]);
  return { from, to, shown };
}

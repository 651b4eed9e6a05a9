import { memo } from "react";
import { formatCount } from "../../pivot/format.ts";
import { nodeTitle } from "./columns.ts";
import { type GridRow, rowNode } from "./rows.ts";

/** What opened or closed, and how much came. */
function announce(rows: readonly GridRow[], key: string): string {
  const node = rowNode(rows.find((row) => rowNode(row)?.key === key));
  if (node?.kind !== "member") return "";
  const name = `${node.level.dimension.title} ${nodeTitle(node)}`;
  if (!node.expanded) return `${name} closed`;
  const children = rows.filter(
    (row) => rowNode(row)?.parent?.key === key,
  ).length;
  return children === 0
    ? `${name} loading`
    : `${name} expanded, ${formatCount(children)} rows`;
}

interface Props {
  rows: readonly GridRow[];
  /** Key of the row that was opened or closed last; empty = none. */
  toggled: string;
}

/** The live region of a grid. */
export const Announcement = memo(function Announcement({
  rows,
  toggled,
}: Props) {
  return (
    <div className="visually-hidden" aria-live="polite">
      {toggled !== "" && announce(rows, toggled)}
    </div>
  );
});

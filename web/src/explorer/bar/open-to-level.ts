import type { AxisTree } from "../../pivot/grid/axis-tree.ts";
import { encodePath, type MemberPath } from "../../pivot/member-path.ts";

/** All members of an axis that are loaded and can be opened. */
export const knownPaths = ({ branches }: AxisTree): MemberPath[] =>
  [...branches.values()].flatMap(({ members }) =>
    members.filter(({ expandable }) => expandable).map(({ path }) => path),
  );

/**
 * What opening an axis down to a level waits for: members to `open`, answers to
 * come (`wait`), or nothing more.
 */
export function nextStep(
  tree: AxisTree,
  level: number,
  expanded: readonly MemberPath[],
): "open" | "wait" | "done" {
  const open = new Set(expanded.map(encodePath));
  const isOpen = knownPaths(tree).every(
    (path) => path.length >= level || open.has(encodePath(path)),
  );
  if (!isOpen) return "open";
  return tree.items.some(({ kind }) => kind === "loading") ? "wait" : "done";
}

import type { TreeRow } from "./assemble.ts";
import { encodePath, type MemberPath } from "./member-path.ts";

export type TreeAction =
  | { kind: "focus"; key: string }
  | { kind: "toggle"; path: MemberPath }
  | { kind: "activate"; key: string };

/** Key of the pinned grand total, which heads the rows. */
export const TOTAL_KEY = "//total";

const focus = (key: string | undefined): TreeAction | undefined =>
  key === undefined ? undefined : { kind: "focus", key };

const parentKey = (row: TreeRow): string => {
  const parent = row.kind === "member" ? row.path.slice(0, -1) : row.parent;
  return parent.length === 0 ? TOTAL_KEY : encodePath(parent);
};

/** What a key press on a row does, after the WAI-ARIA treegrid pattern. */
export function treeAction(
  rows: readonly TreeRow[],
  current: string,
  key: string,
): TreeAction | undefined {
  const keys = [TOTAL_KEY, ...rows.map((row) => row.key)];
  const index = keys.indexOf(current);
  const row = rows[index - 1];
  switch (key) {
    case "ArrowDown":
      return focus(keys[index + 1]);
    case "ArrowUp":
      return focus(keys[index - 1]);
    case "Home":
      return focus(keys[0]);
    case "End":
      return focus(keys.at(-1));
    case "PageDown":
      return focus(keys[Math.min(index + 10, keys.length - 1)]);
    case "PageUp":
      return focus(keys[Math.max(index - 10, 0)]);
    case "ArrowRight":
      if (row?.kind !== "member" || !row.expandable) return undefined;
      return row.expanded
        ? focus(keys[index + 1])
        : { kind: "toggle", path: row.path };
    case "ArrowLeft":
      if (row === undefined) return undefined;
      return row.kind === "member" && row.expanded
        ? { kind: "toggle", path: row.path }
        : focus(parentKey(row));
    case "Enter":
    case " ":
      if (row === undefined || row.kind === "loading") return undefined;
      if (row.kind !== "member") return { kind: "activate", key: row.key };
      return row.expandable ? { kind: "toggle", path: row.path } : undefined;
    default:
      return undefined;
  }
}

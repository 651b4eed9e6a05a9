import { encodePath, type MemberPath } from "../member-path.ts";
import type { Axis, AxisLevel } from "../plan/axis.ts";
import type { Question } from "./ask.ts";
import type { Assembly } from "./assembly.ts";
import { listMembers } from "./list-members.ts";
import type { Listing } from "./listing.ts";
import {
  type AxisNode,
  type MemberNode,
  noticeKey,
  type OtherNode,
  type ParentNode,
  TOTAL_NODE,
} from "./nodes.ts";

/** What is known of the members under one open node. */
export interface Branch {
  parent: ParentNode;
  level: AxisLevel;
  listing: Listing;
  /** The loaded ones. */
  members: MemberNode[];
  other: OtherNode | undefined;
}

interface ItemBase {
  key: string;
  depth: number;
  parent: ParentNode;
}

/** A line of the tree, top to bottom (or left to right). */
export type AxisItem =
  | { kind: "node"; key: string; depth: number; node: AxisNode }
  /** A member whose page is not loaded yet; one item for all of a page. */
  | (ItemBase & { kind: "placeholder"; page: string })
  /** Members are being listed for the first time; the first line names the question. */
  | (ItemBase & { kind: "loading"; question?: Question | undefined })
  | (ItemBase & { kind: "error"; message: string; question: Question })
  /** Members are not shown, and why; a list is never cut off silently. */
  | (ItemBase & {
      kind: "notice";
      reason: "top" | "limit" | "order";
      shown: number;
      count: number | undefined;
      text: string;
    });

type Placeholder = Extract<AxisItem, { kind: "placeholder" }>;

export interface AxisTree {
  axis: Axis;
  items: AxisItem[];
  /** By encoded path of the parent. */
  branches: ReadonlyMap<string, Branch>;
}

/** Which parts of an axis are open. */
export interface Opening {
  /** Encoded paths of the open members. */
  expanded: Pick<ReadonlySet<string>, "has">;
  /** Pages looked at, as `pageKey` names them. */
  pages: Pick<ReadonlySet<string>, "has">;
}

const LOADING_ITEMS = 3;

export const pageKey = (path: MemberPath, page: number) =>
  `${encodePath(path)}//${page}`;

function otherNode(
  parent: ParentNode,
  level: AxisLevel,
  listing: Listing,
): OtherNode | undefined {
  if (listing.cut !== "top" || level.top?.other !== true) return undefined;
  const except = listing.labels.filter((label) => label !== undefined);
  return {
    kind: "other",
    key: noticeKey(parent, "other"),
    depth: parent.depth + 1,
    level,
    parent,
    except,
    members:
      listing.count === undefined ? undefined : listing.count - except.length,
  };
}

/** Lists the open parts of an axis. */
export function assembleAxis(
  assembly: Assembly,
  axis: Axis,
  opening: Opening,
): AxisTree {
  const branches = new Map<string, Branch>();
  const items: AxisItem[] = [];

  const visit = (parent: ParentNode) => {
    const level = axis.levels[parent.path.length];
    if (level === undefined) return;
    const { path } = parent;
    const depth = parent.depth + 1;
    const listing = listMembers(assembly, axis, path, (page) =>
      opening.pages.has(pageKey(path, page)),
    );
    const other = otherNode(parent, level, listing);
    const branch: Branch = { parent, level, listing, members: [], other };
    branches.set(encodePath(path), branch);
    const item = (kind: string) => ({
      key: noticeKey(parent, kind),
      depth,
      parent,
    });

    const { missing, labels, count, cut } = listing;
    if (missing !== undefined) {
      const { error, fetching } = missing.load;
      if (error !== undefined && !fetching) {
        items.push({
          ...item("error"),
          kind: "error",
          message: error.message || "no answer",
          question: missing.question,
        });
        return;
      }
      for (let index = 0; index < LOADING_ITEMS; index += 1) {
        items.push({
          ...item(`loading${index}`),
          kind: "loading",
          question: index === 0 ? missing.question : undefined,
        });
      }
      return;
    }

    const expandable = axis.levels.length > depth;
    const siblings = Math.max(count ?? 0, labels.length);
    let waiting: Placeholder | undefined;
    labels.forEach((label, index) => {
      if (label === undefined) {
        if (waiting === undefined || index % listing.pageSize === 0) {
          const page = pageKey(path, Math.floor(index / listing.pageSize));
          waiting = { kind: "placeholder", key: page, depth, parent, page };
        }
        items.push(waiting);
        return;
      }
      waiting = undefined;
      const own = [...path, label];
      const key = encodePath(own);
      const node: MemberNode = {
        kind: "member",
        key,
        depth,
        path: own,
        label,
        pair: assembly.plan.alignment.pairOf(axis.dimensions, own),
        level,
        parent,
        expandable,
        expanded: expandable && opening.expanded.has(key),
        position: index + 1,
        siblings,
      };
      branch.members.push(node);
      items.push({ kind: "node", key, depth, node });
      if (node.expanded) visit(node);
    });
    if (other !== undefined) {
      items.push({ kind: "node", key: other.key, depth, node: other });
    } else if (cut !== undefined) {
      items.push({
        ...item("more"),
        kind: "notice",
        reason: cut,
        shown: labels.length,
        count,
        text: "",
      });
    }
    if (listing.notice !== "") {
      items.push({
        ...item("notice"),
        kind: "notice",
        reason: "order",
        shown: labels.length,
        count,
        text: listing.notice,
      });
    }
  };
  visit(TOTAL_NODE);
  return { axis, items, branches };
}

/** All rows or columns of an axis, the total first. */
export const nodesOf = (tree: AxisTree): AxisNode[] => [
  TOTAL_NODE,
  ...tree.items.flatMap((item) => (item.kind === "node" ? [item.node] : [])),
];

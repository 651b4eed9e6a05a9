import { encodePath, type MemberPath } from "../member-path.ts";
import type { Pair } from "../plan/alignment.ts";
import type { AxisLevel } from "../plan/axis.ts";

interface NodeBase {
  /** Unique on its axis, and stable. */
  key: string;
  /** 0 = the total, 1 = the coarsest level. */
  depth: number;
}

export interface TotalNode extends NodeBase {
  kind: "total";
  path: MemberPath;
  parent: null;
}

export interface MemberNode extends NodeBase {
  kind: "member";
  path: MemberPath;
  label: string | null;
  /** What is compared with what; undefined = the member with itself, or nothing. */
  pair: Pair | undefined;
  level: AxisLevel;
  parent: ParentNode;
  expandable: boolean;
  expanded: boolean;
  /** From 1. */
  position: number;
  /** Members under the parent, as far as known. */
  siblings: number;
}

/** All members that a cut leaves out, as one. */
export interface OtherNode extends NodeBase {
  kind: "other";
  level: AxisLevel;
  parent: ParentNode;
  /** Keys of the members it leaves out. */
  except: MemberPath;
  /** How many members it stands for; undefined = not known yet. */
  members: number | undefined;
}

/** A set of facts on one axis that a row or a column shows. */
export type AxisNode = TotalNode | MemberNode | OtherNode;

/** A node that others can hang below. */
export type ParentNode = TotalNode | MemberNode;

// "//" cannot occur in an encoded path.
export const TOTAL_KEY = "//total";

export const TOTAL_NODE: TotalNode = {
  kind: "total",
  key: TOTAL_KEY,
  depth: 0,
  path: [],
  parent: null,
};

export const noticeKey = (parent: ParentNode, kind: string) =>
  `${encodePath(parent.path)}//${kind}`;

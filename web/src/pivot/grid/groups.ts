import type { Filter } from "@cubejs-client/core";
import type { Dimension } from "../../model/view.ts";
import { encodePath } from "../member-path.ts";
import type { Axis } from "../plan/axis.ts";
import { amongFilter, exceptFilters, pathFilters } from "../plan/filters.ts";
import type { Limits } from "../plan/limits.ts";
import type { AxisTree, Branch } from "./axis-tree.ts";
import { groupBy } from "./group-by.ts";
import type { AxisNode, MemberNode, OtherNode } from "./nodes.ts";

/** Nodes of one axis whose cells are asked for together. */
export interface NodeGroup {
  /** What the answer is grouped by. */
  dimensions: readonly Dimension[];
  filters: readonly Filter[];
  /** Encoded keys that tell its nodes apart in an answer. */
  keyOf: (node: AxisNode) => string;
  /** Encoded path under which its nodes lie, for the inspector. */
  place: string;
}

const TOTAL_GROUP: NodeGroup = {
  dimensions: [],
  filters: [],
  keyOf: () => "",
  place: "",
};

/** So that rows times columns of a query stay below the API's limit. */
const columnsAtOnce = ({ answer, page }: Limits) =>
  Math.max(1, Math.floor(answer / page));

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );

/** Filters for some members of a branch; none but the parent's for all of them. */
function branchFilters(
  axis: Axis,
  { parent, level, members, listing }: Branch,
  chosen: readonly MemberNode[],
): Filter[] {
  const whole =
    chosen.length === members.length &&
    listing.cut === undefined &&
    listing.labels.length === members.length;
  const keys = chosen.map(({ label }) => label);
  return [
    ...pathFilters(axis, parent.path),
    ...(whole ? [] : [amongFilter(level.dimension.member, keys)]),
  ];
}

const otherGroup = (axis: Axis, node: OtherNode): NodeGroup => ({
  dimensions: [],
  filters: [
    ...pathFilters(axis, node.parent.path),
    ...exceptFilters(node.level.dimension.member, node.except),
  ],
  keyOf: () => "",
  place: node.key,
});

/** Each branch by itself, in chunks of a page. */
function branchGroups(
  axis: Axis,
  branch: Branch,
  { page }: Limits,
  groups: GroupMap,
) {
  const { parent, level, members, other } = branch;
  for (const chunk of chunks(members, page)) {
    const keys = new Map(
      chunk.map((node) => [node.key, encodePath([node.label])]),
    );
    const group: NodeGroup = {
      dimensions: [level.dimension],
      filters: branchFilters(axis, branch, chunk),
      keyOf: ({ key }) => keys.get(key) ?? "",
      place: encodePath(parent.path),
    };
    for (const node of chunk) groups.set(node.key, group);
  }
  if (other !== undefined) groups.set(other.key, otherGroup(axis, other));
}

/** Whatever stands on one level, so that a row costs one query per open level. */
function levelGroups(
  axis: Axis,
  depth: number,
  branches: readonly Branch[],
  limits: Limits,
  groups: GroupMap,
) {
  const branchOf = new Map(
    branches.flatMap((branch) =>
      branch.members.map((member) => [member, branch] as const),
    ),
  );
  for (const chunk of chunks([...branchOf.keys()], columnsAtOnce(limits))) {
    const parts = [...groupBy(chunk, (node) => branchOf.get(node))].flatMap(
      ([branch, chosen]) =>
        branch === undefined ? [] : [branchFilters(axis, branch, chosen)],
    );
    const [only] = parts;
    const group: NodeGroup = {
      dimensions: axis.levels.slice(0, depth).map((level) => level.dimension),
      filters:
        parts.length === 1 && only !== undefined
          ? only
          : [{ or: parts.map((part) => ({ and: part })) }],
      keyOf: ({ key }) => key,
      place: "",
    };
    for (const node of chunk) groups.set(node.key, group);
  }
}

type GroupMap = Map<string, NodeGroup>;

/** The group of each node of an axis. */
export function groupNodes(
  tree: AxisTree,
  limits: Limits,
): (node: AxisNode) => NodeGroup {
  const groups: GroupMap = new Map();
  const branches = [...tree.branches.values()];
  if (tree.axis.name === "rows") {
    for (const branch of branches)
      branchGroups(tree.axis, branch, limits, groups);
  } else {
    tree.axis.levels.forEach((_, index) => {
      const onLevel = branches.filter(
        ({ parent }) => parent.path.length === index,
      );
      levelGroups(tree.axis, index + 1, onLevel, limits, groups);
    });
    for (const { other } of branches) {
      if (other !== undefined) {
        groups.set(other.key, otherGroup(tree.axis, other));
      }
    }
  }
  return (node) => groups.get(node.key) ?? TOTAL_GROUP;
}

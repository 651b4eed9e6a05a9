import type { Filter } from "@cubejs-client/core";
import type { Dimension } from "../../model/view.ts";
import { encodePath } from "../member-path.ts";
import type { Alignment } from "../plan/alignment.ts";
import type { Axis } from "../plan/axis.ts";
import { amongFilter, pathFilters } from "../plan/filters.ts";
import type { Limits } from "../plan/limits.ts";
import type { PivotPlan } from "../plan/pivot-plan.ts";
import type { Period } from "../plan/queries.ts";
import type { AxisTree, Branch } from "./axis-tree.ts";
import { groupBy } from "./group-by.ts";
import { nodeFilters } from "./node-filters.ts";
import type { AxisNode, MemberNode, OtherNode } from "./nodes.ts";

/** Nodes of one axis whose cells are asked for together. */
export interface NodeGroup {
  /** What the answer is grouped by. */
  dimensions: readonly Dimension[];
  filters: (period: Period) => readonly Filter[];
  /** Encoded labels that tell its nodes apart in an answer about a period. */
  keyOf: (node: AxisNode, period: Period) => string;
  /** Encoded path under which its nodes lie, for the inspector. */
  place: string;
  /** Nodes. */
  size: number;
}

const TOTAL_GROUP: NodeGroup = {
  dimensions: [],
  filters: () => [],
  keyOf: () => "",
  place: "",
  size: 1,
};

/** So that rows times columns of a query stay below the API's limit. */
const columnsAtOnce = ({ answer, page }: Limits) =>
  Math.max(1, Math.floor(answer / page));

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );

/** Makes something for each period once, when it is first wanted. */
function perPeriod<T>(make: (period: Period) => T): (period: Period) => T {
  const made = new Map<Period, T>();
  return (period) => {
    const known = made.get(period);
    if (known !== undefined) return known;
    const result = make(period);
    made.set(period, result);
    return result;
  };
}

interface Aligned {
  axis: Axis;
  alignment: Alignment;
}

/** Filters for some members of a branch; none but the parent's for all of them. */
function branchFilters(
  { axis, alignment }: Aligned,
  period: Period,
  { parent, level, members, listing }: Branch,
  chosen: readonly MemberNode[],
): Filter[] {
  // A list of the shown period alone may lack members of the compared one.
  const lists = period === "current" || listing.everyone !== undefined;
  const whole =
    lists &&
    chosen.length === members.length &&
    listing.cut === undefined &&
    listing.labels.length === members.length;
  const labels = alignment.labelsIn(
    period,
    axis.dimensions,
    parent.path,
    chosen.map(({ label }) => label),
  );
  return [
    ...pathFilters(alignment, period, axis, parent.path),
    ...(whole ? [] : [amongFilter(level.dimension.member, labels)]),
  ];
}

const otherGroup = (alignment: Alignment, node: OtherNode): NodeGroup => ({
  dimensions: [],
  filters: (period) => nodeFilters(alignment, period, node),
  keyOf: () => "",
  place: node.key,
  size: 1,
});

/** Each branch by itself, in chunks of a page. */
function branchGroups(
  aligned: Aligned,
  branch: Branch,
  { page }: Limits,
  groups: GroupMap,
) {
  const { axis, alignment } = aligned;
  const { parent, level, members, other } = branch;
  for (const chunk of chunks(members, page)) {
    const keys = perPeriod(
      (period) =>
        new Map(
          chunk.map(({ key, path }) => {
            const own = alignment.pathIn(period, axis.dimensions, path);
            return [key, encodePath(own.slice(-1))];
          }),
        ),
    );
    const group: NodeGroup = {
      dimensions: [level.dimension],
      filters: perPeriod((period) =>
        branchFilters(aligned, period, branch, chunk),
      ),
      keyOf: ({ key }, period) => keys(period).get(key) ?? "",
      place: encodePath(parent.path),
      size: chunk.length,
    };
    for (const node of chunk) groups.set(node.key, { node, group });
  }
  if (other !== undefined) {
    groups.set(other.key, { node: other, group: otherGroup(alignment, other) });
  }
}

/** Whatever stands on one level, so that a row costs one query per open level. */
function levelGroups(
  aligned: Aligned,
  depth: number,
  branches: readonly Branch[],
  limits: Limits,
  groups: GroupMap,
) {
  const { axis, alignment } = aligned;
  const branchOf = new Map(
    branches.flatMap((branch) =>
      branch.members.map((member) => [member, branch] as const),
    ),
  );
  for (const chunk of chunks([...branchOf.keys()], columnsAtOnce(limits))) {
    const byBranch = [...groupBy(chunk, (node) => branchOf.get(node))];
    const keys = perPeriod(
      (period) =>
        new Map(
          chunk.map(({ key, path }) => [
            key,
            encodePath(alignment.pathIn(period, axis.dimensions, path)),
          ]),
        ),
    );
    const group: NodeGroup = {
      dimensions: axis.dimensions.slice(0, depth),
      filters: perPeriod((period) => {
        const parts = byBranch.flatMap(([branch, chosen]) =>
          branch === undefined
            ? []
            : [branchFilters(aligned, period, branch, chosen)],
        );
        const [only] = parts;
        return parts.length === 1 && only !== undefined
          ? only
          : [{ or: parts.map((part) => ({ and: part })) }];
      }),
      keyOf: ({ key }, period) => keys(period).get(key) ?? "",
      place: "",
      size: chunk.length,
    };
    for (const node of chunk) groups.set(node.key, { node, group });
  }
}

type GroupMap = Map<string, { node: AxisNode; group: NodeGroup }>;

/** True when both stand for the same members of the same levels. */
const isSameNode = (one: AxisNode, other: AxisNode): boolean =>
  one === other ||
  (one.key === other.key &&
    (one.kind === "total" || other.kind === "total"
      ? one.kind === other.kind
      : one.level.dimension.name === other.level.dimension.name &&
        isSameNode(one.parent, other.parent)));

/** The group of each node of an axis; undefined = the axis does not show the node. */
export function groupNodes(
  tree: AxisTree,
  { limits, alignment }: PivotPlan,
): (node: AxisNode) => NodeGroup | undefined {
  const groups: GroupMap = new Map();
  const aligned = { axis: tree.axis, alignment };
  const branches = [...tree.branches.values()];
  if (tree.axis.name === "rows") {
    for (const branch of branches)
      branchGroups(aligned, branch, limits, groups);
  } else {
    tree.axis.levels.forEach((_, index) => {
      const onLevel = branches.filter(
        ({ parent }) => parent.path.length === index,
      );
      levelGroups(aligned, index + 1, onLevel, limits, groups);
    });
    for (const { other } of branches) {
      if (other !== undefined) {
        const group = otherGroup(alignment, other);
        groups.set(other.key, { node: other, group });
      }
    }
  }
  return (node) => {
    if (node.kind === "total") return TOTAL_GROUP;
    const known = groups.get(node.key);
    return known !== undefined && isSameNode(known.node, node)
      ? known.group
      : undefined;
  };
}

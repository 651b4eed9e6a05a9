import { nodesOf } from "../../../web/src/pivot/grid/axis-tree.ts";
import type {
  AxisTree,
  Branch,
} from "../../../web/src/pivot/grid/axis-tree.ts";
import type { Grid } from "../../../web/src/pivot/grid/grid.ts";
import type { AxisNode } from "../../../web/src/pivot/grid/nodes.ts";
import { isNear } from "./near.ts";
import type { ExpectedPivot, Place } from "./pivot-expected.ts";

/** What was compared, so that a test sees that it did compare. */
export interface Checked {
  cells: number;
  branches: number;
  others: number;
  thresholds: number;
  cut: number;
  ranks: number;
  compared: number;
  /** Compared cells of members that stand for others in the compared period. */
  aligned: number;
}

export const nothingChecked = (): Checked => ({
  cells: 0,
  branches: 0,
  others: 0,
  thresholds: 0,
  cut: 0,
  ranks: 0,
  compared: 0,
  aligned: 0,
});

const isAligned = (node: AxisNode) =>
  node.kind === "member" &&
  node.pair !== undefined &&
  node.pair.shown !== node.pair.compared;

const placeOf = (node: AxisNode): Place =>
  node.kind === "other"
    ? { path: node.parent.path, except: node.except }
    : node.path;

const itemsUnder = (tree: AxisTree, branch: Branch) =>
  tree.items.filter((item) =>
    item.kind === "node"
      ? item.node.parent?.key === branch.parent.key
      : item.parent.key === branch.parent.key,
  );

/**
 * The members of each open branch: which, in what order, how many there are.
 *
 * @throws Error that names the branch and what is wrong
 */
export async function checkBranches(
  tree: AxisTree,
  expected: ExpectedPivot,
  checked: Checked,
): Promise<void> {
  for (const branch of tree.branches.values()) {
    const axis = tree.axis.name;
    const { level, members: nodes, listing } = branch;
    const { path } = branch.parent;
    const fail = (text: string) => {
      throw new Error(`${axis} under ${JSON.stringify(path)}: ${text}`);
    };
    const numeric = level.dimension.type === "number";
    const all = await expected.members(axis, path);
    const shown = nodes.map(({ label }) => label);
    const known = new Set(all);
    if (new Set(shown).size !== shown.length) fail("a member twice");
    for (const label of shown) {
      if (!known.has(label)) fail(`${label} has no facts`);
    }
    const kept = await expected.kept(axis, path, all, level.top);
    const count = kept === undefined ? all.length : kept.count;
    const items = itemsUnder(tree, branch);
    const placeholders = items.filter(({ kind }) => kind === "placeholder");
    const notices = items.filter((item) => item.kind === "notice");
    const other = items.find(
      (item) => item.kind === "node" && item.node.kind === "other",
    );
    const whole = notices.every(({ reason }) => reason !== "order");
    if (shown.length + placeholders.length !== count && whole) {
      const cut = notices.find(({ reason }) => reason === "limit");
      if (cut?.count !== all.length || cut.shown !== shown.length) {
        fail(`${shown.length} of ${count} members, and no notice says so`);
      }
      checked.cut += 1;
    }
    if (kept?.members !== undefined && whole) {
      checked.thresholds += 1;
      const { members } = kept;
      const wrong = shown.filter((label) => !members.has(label));
      if (wrong.length > 0) fail(`${wrong.join(", ")} beyond the bound`);
    }
    if (count < all.length && level.top !== null && whole) {
      if (
        level.top.other &&
        other?.kind === "node" &&
        other.node.kind === "other"
      ) {
        checked.others += 1;
        if (other.node.members !== all.length - count) {
          fail(
            `Other stands for ${other.node.members}, not ${all.length - count}`,
          );
        }
      } else if (
        level.top.other ||
        !notices.some(
          (item) => item.reason === "top" && item.count === all.length,
        )
      ) {
        fail("no word of the members that a cut leaves out");
      }
    } else if (other !== undefined && whole) fail("Other without others");
    if (whole) {
      const top = level.top === null ? [] : expected.rankedBy(level.top);
      const ranked =
        level.top === null
          ? undefined
          : await expected.order(axis, path, all, top, numeric);
      const chosen = new Set(shown);
      const [last] = [...shown].sort((a, b) => ranked?.(b, a) ?? 0);
      for (const label of all) {
        if (
          ranked !== undefined &&
          last !== undefined &&
          !chosen.has(label) &&
          ranked(label, last) < 0
        ) {
          fail(`${label} ranks before ${last}, which is in the list`);
        }
      }
      const keys = level.sort.length > 0 ? level.sort : top;
      // Pages hold the first members, so those not there count too.
      const order = await expected.order(axis, path, all, keys, numeric);
      shown.slice(1).forEach((label, index) => {
        const before = shown[index] ?? null;
        if (order(before, label) > 0) {
          fail(`${before} before ${label}, sorted by ${JSON.stringify(keys)}`);
        }
      });
      const end = shown.at(-1);
      if (level.top === null && end !== undefined) {
        for (const label of all) {
          if (!chosen.has(label) && order(label, end) < 0) {
            fail(`${label} comes before ${end}, the last one shown`);
          }
        }
      }
    }
    if (listing.count !== undefined && whole && listing.count !== all.length) {
      fail(`${listing.count} members, not ${all.length}`);
    }
    checked.branches += 1;
  }
}

/**
 * Every cell of a settled grid.
 *
 * @throws Error that names the cell, its number and the right one
 */
export async function checkCells(
  grid: Grid,
  expected: ExpectedPivot,
  checked: Checked,
): Promise<void> {
  const isCut = (row: AxisNode) =>
    row.parent !== null &&
    grid.rows.items.some(
      (item) =>
        item.kind === "notice" &&
        item.reason === "order" &&
        item.parent.key === row.parent?.key,
    );
  for (const row of nodesOf(grid.rows)) {
    for (const column of nodesOf(grid.columns)) {
      for (const value of grid.plan.values) {
        const { measure, figure } = value;
        const { value: actual, previous } = grid.cell(row, column, value);
        const fail = (right: unknown) => {
          throw new Error(
            `${value.key} at ${row.key} × ${column.key} is ${actual}, not ${JSON.stringify(right)}`,
          );
        };
        if (actual === undefined) return fail("a number");
        checked.cells += 1;
        const [own, across] = [placeOf(row), placeOf(column)];
        if (figure === "rank") {
          const rank =
            row.kind === "member"
              ? await expected.rank(row.path, across, measure)
              : null;
          if (rank !== null) checked.ranks += 1;
          if (actual === null && isCut(row)) continue;
          if (
            rank === null || actual === null
              ? rank !== actual
              : actual < rank.least || actual > rank.most
          ) {
            fail(rank);
          }
          continue;
        }
        const right = await expected.figure(own, across, measure, figure);
        if (!isNear(actual, right)) fail(right);
        if (grid.plan.comparison !== null) {
          const before = await expected.figure(
            own,
            across,
            measure,
            "previous",
          );
          if (previous === undefined || !isNear(previous, before))
            fail({ previous, before });
          checked.compared += 1;
          if (isAligned(row) || isAligned(column)) checked.aligned += 1;
        }
      }
    }
  }
}

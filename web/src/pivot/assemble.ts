import { type Answer, keyOf, numberOf } from "./answer.ts";
import type { Level } from "./fields.ts";
import { encodePath, type MemberPath } from "./member-path.ts";
import { levelBelow, PAGE_ROWS, type PivotPlan } from "./query-plan.ts";

/** Where one query stands. `stale` = the answer of an earlier question. */
export interface Load {
  answer: Answer | undefined;
  error: Error | undefined;
  stale: boolean;
}

/** The loads below one path. */
export interface Branch {
  pages: Load[];
  /** Members in all, once counted. */
  total: number | undefined;
}

export type Values = ReadonlyMap<string, number | null | undefined>;

interface RowBase {
  /** Unique and stable, for React and for the focus. */
  key: string;
  /** 1 for the coarsest level. */
  level: number;
}

export interface MemberRow extends RowBase {
  kind: "member";
  path: MemberPath;
  label: string | null;
  levelField: Level;
  /** By full member name; undefined = not loaded yet. */
  values: Values;
  expandable: boolean;
  expanded: boolean;
  position: number;
  siblings: number;
  stale: boolean;
  /** The answer that holds the row's children. */
  children: Answer | undefined;
}

export interface LoadingRow extends RowBase {
  kind: "loading";
  parent: MemberPath;
}

export interface ErrorRow extends RowBase {
  kind: "error";
  parent: MemberPath;
  page: number;
  message: string;
}

/** Stands for the members past the last page: a list is never cut off silently. */
export interface MoreRow extends RowBase {
  kind: "more";
  parent: MemberPath;
  shown: number;
  total: number | undefined;
  loading: boolean;
}

export type TreeRow = MemberRow | LoadingRow | ErrorRow | MoreRow;

const SKELETON_ROWS = 3;

/** Values of one answer row; a measure the row lacks is still to come. */
export const valuesOf = (
  plan: PivotPlan,
  row: Answer["rows"][number],
): Values =>
  new Map(
    plan.measures.map(({ member }) => [
      member,
      member in row ? numberOf(row, member) : undefined,
    ]),
  );

/** True when there are members past the loaded ones, as far as known. */
export function isTruncated(branch: Branch): boolean {
  const last = branch.pages.at(-1)?.answer;
  if (last === undefined || last.rows.length < PAGE_ROWS) return false;
  const shown = branch.pages.reduce(
    (sum, page) => sum + (page.answer?.rows.length ?? 0),
    0,
  );
  return branch.total === undefined || branch.total > shown;
}

/**
 * Answers → the visible rows of the tree, top to bottom. Values are copied from
 * the answers; nothing is added up here.
 *
 * @param branchAt the loads below an open path
 * @param open encoded paths of the open rows
 */
export function assembleRows(
  plan: PivotPlan,
  branchAt: (key: string) => Branch | undefined,
  open: ReadonlySet<string>,
  parent: MemberPath = [],
): TreeRow[] {
  const levelField = levelBelow(plan, parent);
  const parentKey = encodePath(parent);
  const branch = branchAt(parentKey);
  if (levelField === undefined || branch === undefined) return [];

  const level = parent.length + 1;
  const deepest = level === plan.hierarchy.levels.length;
  const loaded = branch.pages.flatMap((page) =>
    // Rows of another question may lack this level altogether.
    (page.answer?.rows ?? [])
      .filter((row) => levelField.member in row)
      .map((row) => ({ row, stale: page.stale })),
  );
  const siblings = Math.max(branch.total ?? 0, loaded.length);

  const rows: TreeRow[] = loaded.flatMap(({ row, stale }, index): TreeRow[] => {
    const label = keyOf(row, levelField.member);
    const path = [...parent, label];
    const key = encodePath(path);
    const expanded = !deepest && open.has(key);
    const member: MemberRow = {
      kind: "member",
      key,
      level,
      path,
      label,
      levelField,
      values: valuesOf(plan, row),
      expandable: !deepest,
      expanded,
      position: index + 1,
      siblings,
      stale,
      children: expanded ? branchAt(key)?.pages[0]?.answer : undefined,
    };
    return expanded
      ? [member, ...assembleRows(plan, branchAt, open, path)]
      : [member];
  });

  const failed = branch.pages.findIndex((page) => page.error !== undefined);
  const pending = branch.pages.findIndex(
    (page) => page.error === undefined && page.answer === undefined,
  );
  // "//" cannot occur in an encoded path.
  const key = (suffix: string) => `${parentKey}//${suffix}`;
  if (failed >= 0) {
    rows.push({
      kind: "error",
      key: key("error"),
      level,
      parent,
      page: failed,
      message: branch.pages[failed]?.error?.message || "no answer",
    });
  } else if (pending === 0) {
    for (let index = 0; index < SKELETON_ROWS; index += 1) {
      rows.push({
        kind: "loading",
        key: key(`loading${index}`),
        level,
        parent,
      });
    }
  } else if (pending > 0 || isTruncated(branch)) {
    rows.push({
      kind: "more",
      key: key("more"),
      level,
      parent,
      shown: loaded.length,
      total: branch.total,
      loading: pending > 0,
    });
  }
  return rows;
}

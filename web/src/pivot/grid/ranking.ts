import type { Measure } from "../../model/view.ts";
import { encodePath } from "../member-path.ts";
import { pathFilters } from "../plan/filters.ts";
import { pivotQuery } from "../plan/queries.ts";
import { rowOf } from "./answer-index.ts";
import type { Load, Question } from "./ask.ts";
import { type Assembly, valueOf } from "./assembly.ts";
import type { RowLoad } from "./assembly.ts";
import type { AxisTree } from "./axis-tree.ts";
import { rankAmong, sortedValues } from "./figures.ts";
import { nodeFilters } from "./node-filters.ts";
import type { AxisNode } from "./nodes.ts";

/** The values among which a row is ranked: those of all members beside it. */
export interface Siblings {
  loads: readonly { load: Load; question: Question }[];
  /** null for what has no value, or is no member, or where not all are known. */
  rankOf: (
    row: AxisNode,
    value: number | null,
    measure: Measure,
  ) => number | null;
}

const NONE: Siblings = { loads: [], rankOf: () => null };

/**
 * @param read the cell of a row and a column in the current period
 */
export function rankings(
  assembly: Assembly,
  rows: AxisTree,
  read: (row: AxisNode, column: AxisNode) => RowLoad,
): (row: AxisNode, column: AxisNode) => Siblings {
  const found = new Map<string, Siblings>();

  const valuesAt = (row: AxisNode, column: AxisNode) => {
    const branch = rows.branches.get(encodePath(row.parent?.path ?? []));
    const { everyone, cut, listed } = branch?.listing ?? {};
    if (branch === undefined || everyone === undefined) return undefined;
    if (column.kind === "total") {
      const parts = everyone.flatMap(
        (label) => listed?.(label, "current") ?? [],
      );
      return { parts, rows: parts.map((part) => part.row) };
    }
    if (cut === undefined) {
      const parts = branch.members.map((node) => read(node, column));
      return { parts, rows: parts.map((part) => part.row) };
    }
    // Members that a cut leaves out have no rows of their own, but count.
    const { path } = branch.parent;
    const { plan } = assembly;
    const query = pivotQuery(plan, "current", {
      dimensions: [branch.level.dimension],
      filters: [
        ...pathFilters(plan.alignment, "current", rows.axis, path),
        ...nodeFilters(plan.alignment, "current", column),
      ],
      order: [[branch.level.dimension.member, "asc"]],
      limit: plan.limits.whole,
    });
    const question: Question = {
      query,
      purpose: "order",
      row: encodePath(path),
      column: column.key,
    };
    const load = assembly.ask(question);
    const { member } = branch.level.dimension;
    return {
      parts: [{ load, question }],
      rows: load.answer?.rows ?? [],
      ownRow: (row: AxisNode) =>
        row.kind === "member" && load.answer !== undefined
          ? rowOf(load.answer, [member], [row.label])
          : undefined,
    };
  };

  const siblings = (row: AxisNode, column: AxisNode): Siblings => {
    const all = valuesAt(row, column);
    if (all === undefined) return NONE;
    const sorted = new Map<Measure, readonly number[]>();
    return {
      loads: [...new Map(all.parts.map((part) => [part.load, part])).values()],
      rankOf(row, value, measure) {
        let values = sorted.get(measure);
        if (values === undefined) {
          values = sortedValues(all.rows.map((item) => valueOf(item, measure)));
          sorted.set(measure, values);
        }
        // Two answers may differ in the last digit of one sum.
        const own =
          all.ownRow === undefined ? value : valueOf(all.ownRow(row), measure);
        return rankAmong(own, values);
      },
    };
  };

  return (row, column) => {
    if (row.kind !== "member") return NONE;
    const key = `${encodePath(row.parent.path)}\n${column.key}`;
    const known = found.get(key) ?? siblings(row, column);
    found.set(key, known);
    return known;
  };
}

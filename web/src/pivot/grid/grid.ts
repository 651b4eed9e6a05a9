import type { ExposureMode } from "../../model/view.ts";
import { encodePath } from "../member-path.ts";
import type { PivotPlan, PlannedValue } from "../plan/pivot-plan.ts";
import { type Period, pivotQuery } from "../plan/queries.ts";
import { type CellIndex, cellIndex } from "./answer-index.ts";
import type { Ask, Load, Question } from "./ask.ts";
import {
  askPoint,
  type Assembly,
  membersOf,
  type RowLoad,
  valueOf,
} from "./assembly.ts";
import { assembleAxis, type AxisTree, type Opening } from "./axis-tree.ts";
import { isCompared } from "../state/values.ts";
import { figureProblem, figureValue } from "./figures.ts";
import { groupNodes, type NodeGroup } from "./groups.ts";
import { type AxisNode, TOTAL_NODE } from "./nodes.ts";
import { rankings } from "./ranking.ts";
import { cellProblem } from "./within.ts";

export interface Cell {
  /** undefined = not known yet; null = nothing to count. */
  value: number | null | undefined;
  /** The measure's own value and the comparison period's, whatever the figure. */
  current: number | null | undefined;
  previous: number | null | undefined;
  /** Why the figure means nothing here; empty = it does. */
  problem: string;
  error: Error | undefined;
  /** Where the value comes from, for the inspector. */
  questions: readonly Question[];
}

const NOT_SHOWN: Cell = {
  value: undefined,
  current: undefined,
  previous: undefined,
  problem: "",
  error: undefined,
  questions: [],
};

/** A pivot as far as it is known: what is asked for while reading it comes later. */
export interface Grid {
  plan: PivotPlan;
  rows: AxisTree;
  columns: AxisTree;
  /** The first members of both axes and the grand total are there. */
  ready: boolean;
  /** Whether a cell's row and column are there: a node may be of an earlier view. */
  shows: (row: AxisNode, column: AxisNode) => boolean;
  /** A cell; asks for what it needs. Not known where the grid does not show it. */
  cell: (row: AxisNode, column: AxisNode, value: PlannedValue) => Cell;
  /** Asks again what failed. */
  failed: () => Question[];
}

export interface GridOptions {
  plan: PivotPlan;
  mode: ExposureMode;
  rows: Opening;
  columns: Opening;
  ask: Ask;
}

/** The answer that holds the cells of a group of rows and one of columns. */
interface GroupLoad {
  load: Load;
  question: Question;
  /** By encoded path on each axis; undefined = not known yet. */
  rows: CellIndex | undefined;
}

/** A part of what a cell is made of. */
type Needed = Pick<RowLoad, "load" | "question">;

const isKnown = ({ load }: Needed) => load.answer !== undefined;
const hasFailed = ({ load }: Needed) =>
  load.error !== undefined && !load.fetching;
const questionOf = ({ question }: Needed) => question;

/**
 * Answers → a pivot. Every total and subtotal is a question of its own: nothing
 * is added up here.
 */
export function assembleGrid(options: GridOptions): Grid {
  const { plan, mode } = options;
  const failures = new Map<Load, Question>();
  const ask: Ask = (question) => {
    const load = options.ask(question);
    if (load.error !== undefined && !load.fetching) {
      failures.set(load, question);
    }
    return load;
  };
  const assembly: Assembly = { plan, mode, ask };
  const rows = assembleAxis(assembly, plan.rows, options.rows);
  const columns = assembleAxis(assembly, plan.columns, options.columns);
  const total = askPoint(assembly, plan.rows, [], [], "current");
  const rowGroup = groupNodes(rows, plan);
  const columnGroup = groupNodes(columns, plan);
  const shows = (row: AxisNode, column: AxisNode) =>
    rowGroup(row) !== undefined && columnGroup(column) !== undefined;

  const listed = (tree: AxisTree, node: AxisNode, period: Period) =>
    node.kind === "member"
      ? tree.branches
          .get(encodePath(node.parent.path))
          ?.listing.listed(node.label, period)
      : undefined;

  /** Asks for the cells of two groups, once. */
  const askGroups = (
    own: NodeGroup,
    across: NodeGroup,
    isOther: boolean,
    period: Period,
  ): GroupLoad => {
    const dimensions = [...own.dimensions, ...across.dimensions];
    const query = pivotQuery(plan, period, {
      dimensions,
      filters: [...own.filters(period), ...across.filters(period)],
      ...(dimensions.length > 0 && { limit: plan.limits.answer }),
    });
    const question: Question = {
      query,
      purpose: isOther ? "other" : "cells",
      row: own.place,
      column: across.place,
      rows: own.size * across.size,
    };
    const load = ask(question);
    return {
      load,
      question,
      rows:
        load.answer &&
        cellIndex(
          load.answer,
          membersOf(own.dimensions),
          membersOf(across.dimensions),
        ),
    };
  };

  const groupLoads = {
    current: new Map<NodeGroup, Map<NodeGroup, GroupLoad>>(),
    comparison: new Map<NodeGroup, Map<NodeGroup, GroupLoad>>(),
  };
  const askCells = (
    ofRow: AxisNode,
    ofColumn: AxisNode,
    period: Period,
  ): RowLoad => {
    const own = rowGroup(ofRow);
    const across = columnGroup(ofColumn);
    if (own === undefined || across === undefined) {
      throw new Error(`no cell at row ${ofRow.key}, column ${ofColumn.key}`);
    }
    const loads =
      groupLoads[period].get(own) ?? new Map<NodeGroup, GroupLoad>();
    groupLoads[period].set(own, loads);
    let found = loads.get(across);
    if (found === undefined) {
      const isOther = ofRow.kind === "other" || ofColumn.kind === "other";
      found = askGroups(own, across, isOther, period);
      loads.set(across, found);
    }
    const { load, question, rows } = found;
    const row = rows
      ?.get(own.keyOf(ofRow, period))
      ?.get(across.keyOf(ofColumn, period));
    return { load, question, row };
  };

  const read = (row: AxisNode, column: AxisNode, period: Period): RowLoad => {
    if (row.kind === "total" && column.kind === "total") {
      return askPoint(assembly, plan.rows, [], [], period);
    }
    const found =
      column.kind === "total"
        ? listed(rows, row, period)
        : row.kind === "total"
          ? listed(columns, column, period)
          : undefined;
    return found ?? askCells(row, column, period);
  };

  /** Row and column of the cell that a share is a share of. */
  const wholeOf = (
    row: AxisNode,
    column: AxisNode,
    figure: PlannedValue["figure"],
  ): readonly [AxisNode, AxisNode] | undefined => {
    if (figure === "percent_of_parent") {
      return [row.parent ?? TOTAL_NODE, column];
    }
    if (figure === "percent_of_row") return [row, TOTAL_NODE];
    if (figure === "percent_of_column") return [TOTAL_NODE, column];
    return figure === "percent_of_total" ? [TOTAL_NODE, TOTAL_NODE] : undefined;
  };

  const siblingsOf = rankings(assembly, rows, (row, column) =>
    read(row, column, "current"),
  );

  const cell = (row: AxisNode, column: AxisNode, value: PlannedValue): Cell => {
    if (!shows(row, column)) return NOT_SHOWN;
    const { planned, figure } = value;
    const now = read(row, column, "current");
    const before =
      plan.comparison === null ? undefined : read(row, column, "comparison");
    const shareOf = wholeOf(row, column, figure);
    const problem =
      value.unavailable || cellProblem(value, shareOf ?? [row, column]);
    const meant = problem === "";
    const whole =
      meant && shareOf !== undefined ? read(...shareOf, "current") : undefined;
    const siblings = figure === "rank" ? siblingsOf(row, column) : undefined;
    const needed: Needed[] = [now];
    if (before !== undefined && isCompared(figure)) needed.push(before);
    if (whole !== undefined) needed.push(whole);
    if (siblings !== undefined) needed.push(...siblings.loads);
    const current = isKnown(now) ? valueOf(now.row, planned) : undefined;
    const previous =
      before !== undefined && isKnown(before)
        ? valueOf(before.row, planned)
        : undefined;
    const parts = {
      value: current ?? null,
      previous: previous ?? null,
      whole: valueOf(whole?.row, planned),
    };
    const result =
      figure === "rank"
        ? (siblings?.rankOf(row, parts.value, planned) ?? null)
        : figureValue(figure, planned, parts);
    return {
      value: needed.every(isKnown) ? (meant ? result : null) : undefined,
      problem: problem || figureProblem(figure, planned, parts),
      current,
      previous,
      error: needed.find(hasFailed)?.load.error,
      questions: needed.slice(0, 3).map(questionOf),
    };
  };

  const firstOf = (tree: AxisTree) => tree.branches.get("")?.listing.missing;
  return {
    plan,
    rows,
    columns,
    ready:
      isKnown(total) &&
      firstOf(rows) === undefined &&
      firstOf(columns) === undefined,
    shows,
    cell,
    failed: () => [...failures.values()],
  };
}

import { useLayoutEffect, useState, useSyncExternalStore } from "react";
import type { AnswerStore } from "../pivot/answers/answer-store.ts";
import { assembleGrid, type Grid } from "../pivot/grid/grid.ts";
import { encodePath } from "../pivot/member-path.ts";
import type { PivotPlan } from "../pivot/plan/pivot-plan.ts";
import type { PivotState } from "../pivot/state/pivot-state.ts";

export interface PivotGridLoad {
  grid: Grid;
  /** The grid is that of an earlier question, until the first answers come. */
  stale: boolean;
  /** Asks for everything that was read from the grid. */
  commit: () => void;
  want: (axis: "rows" | "columns", pages: readonly string[]) => void;
}

interface Pages {
  plan: string;
  rows: ReadonlySet<string>;
  columns: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** Everything but what is open, and how wide columns are. */
const planKey = ({
  view,
  rows,
  columns,
  values,
  filters,
  dates,
  comparison,
}: PivotPlan) =>
  JSON.stringify([
    view.name,
    rows,
    columns,
    values.map((value) => ({ ...value, width: undefined })),
    filters,
    dates,
    comparison,
  ]);

/** The pivot of a plan as far as its answers are there; asks for the others. */
export function usePivotGrid(
  answers: AnswerStore,
  plan: PivotPlan,
  shown: PivotState,
): PivotGridLoad {
  useSyncExternalStore(answers.subscribe, answers.version);
  const key = planKey(plan);
  const [pages, setPages] = useState<Pages>({
    plan: key,
    rows: NONE,
    columns: NONE,
  });
  const seen = pages.plan === key ? pages : { rows: NONE, columns: NONE };
  // The grid to show, dimmed, until the next one has its first answers.
  const [kept] = useState(() => new Map<"last", Grid>());
  const last = kept.get("last");
  const pass = answers.pass();
  const opening = (axis: "rows" | "columns") => ({
    expanded: new Set(shown[axis].expanded.map(encodePath)),
    pages: seen[axis],
  });
  const next = assembleGrid({
    plan,
    mode: shown.mode,
    rows: opening("rows"),
    columns: opening("columns"),
    ask: pass.ask,
  });
  // What was cancelled has not failed: the numbers before it stand.
  const waiting =
    !next.ready &&
    next.failed().every((question) => answers.isCancelled(question));
  const stale = waiting && last !== undefined;

  useLayoutEffect(() => {
    if (next.ready) kept.set("last", next);
  });
  return {
    grid: stale ? last : next,
    stale,
    commit: pass.commit,
    want: (axis, wanted) =>
      setPages((before) => {
        const known = before.plan === key ? before[axis] : NONE;
        if (wanted.every((page) => known.has(page))) return before;
        const base =
          before.plan === key ? before : { rows: NONE, columns: NONE };
        return {
          ...base,
          plan: key,
          [axis]: new Set([...known, ...wanted]),
        };
      }),
  };
}

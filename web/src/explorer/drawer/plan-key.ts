import type { PivotPlan } from "../../pivot/plan/pivot-plan.ts";

/** One text per question: everything that decides which facts a cell counts. */
export const planKey = ({
  view,
  rows,
  columns,
  filters,
  dates,
  comparison,
}: PivotPlan): string =>
  JSON.stringify([
    view.name,
    ...[rows, columns].map(({ levels }) =>
      levels.map(({ dimension, top }) => [dimension.name, top]),
    ),
    filters,
    dates,
    comparison,
  ]);

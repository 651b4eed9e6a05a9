import { summarise } from "../../pivot/answer-summary.ts";
import { formatDay, formatLabel, formatTime } from "../../pivot/format.ts";
import { isActive } from "../../pivot/state/filters.ts";
import type { DayRange, PivotFilter } from "../../pivot/state/pivot-state.ts";
import { fieldTitle } from "../../pivot/state/view-fields.ts";
import type { View } from "../../model/view.ts";
import { OPERATOR_TITLES, pathText } from "../shelf/filter-text.ts";
import type { Explorer } from "../explorer-context.ts";

const daysText = (days: DayRange | null) =>
  days === null
    ? "all days"
    : days[0] === days[1]
      ? formatDay(days[0])
      : `${formatDay(days[0])} to ${formatDay(days[1])}`;

/** A filter with all of its values: a file cannot be asked for the others. */
const wholeFilterText = (view: View, filter: PivotFilter): string =>
  filter.kind === "path"
    ? `${filter.keep ? "Only" : "Without"} ${pathText(view, filter)}`
    : [
        fieldTitle(view, filter.dimension),
        OPERATOR_TITLES[filter.operator],
        filter.values.map(formatLabel).join(", "),
      ]
        .join(" ")
        .trim();

/** Which facts a view shows, in words, as names and texts. */
export function describeView({
  view,
  shown,
  plan,
  answers,
}: Pick<Explorer, "view" | "shown" | "plan" | "answers">): [string, string][] {
  const filters = shown.filters.filter(isActive);
  const summary = summarise(
    answers.asked().flatMap(({ load }) => load.answer ?? []),
  );
  return [
    ["View", view.title],
    ["Exposure", shown.mode === "as_traded" ? "As traded" : "Look-through"],
    ["Dates", daysText(plan.dates)],
    [
      "Compared with",
      plan.comparison === null ? "nothing" : daysText(plan.comparison),
    ],
    [
      "Filters",
      filters.length === 0
        ? "none"
        : filters.map((item) => wholeFilterText(view, item)).join("; "),
    ],
    [
      "As of",
      summary?.asOf === undefined ? "not known" : formatTime(summary.asOf),
    ],
  ];
}

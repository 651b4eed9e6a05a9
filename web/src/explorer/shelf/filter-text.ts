import type { View } from "../../model/view.ts";
import { formatLabel } from "../../pivot/format.ts";
import { takesValues } from "../../pivot/state/filters.ts";
import type {
  FilterOperator,
  MemberFilter,
  PathFilter,
  PivotFilter,
} from "../../pivot/state/pivot-state.ts";
import { fieldTitle } from "../../pivot/state/view-fields.ts";

export const OPERATOR_TITLES: Readonly<Record<FilterOperator, string>> = {
  equals: "is",
  notEquals: "is not",
  contains: "contains",
  notContains: "does not contain",
  startsWith: "starts with",
  endsWith: "ends with",
  gt: "is more than",
  gte: "is at least",
  lt: "is less than",
  lte: "is at most",
  set: "has a value",
  notSet: "has no value",
};

/** Values a text names before it counts the others. */
const NAMED = 2;

const memberText = ({ operator, values }: MemberFilter): string => {
  const title = OPERATOR_TITLES[operator];
  if (!takesValues(operator)) return title;
  if (values.length === 0) return "all";
  const named = values.slice(0, NAMED).map(formatLabel).join(", ");
  const others = values.length - NAMED;
  return `${title} ${named}${others > 0 ? ` and ${others} more` : ""}`;
};

/** A path from coarse to fine, e.g. `Desk Alpha › Book 7`. */
export const pathText = (view: View, filter: PathFilter): string =>
  filter.dimensions
    .map(
      (name, index) =>
        `${fieldTitle(view, name)} ${formatLabel(filter.path[index] ?? null)}`,
    )
    .join(" › ");

/** What a pill says of its filter: a title, and the rest in softer ink. */
export function filterParts(
  view: View,
  filter: PivotFilter,
): { title: string; note: string } {
  return filter.kind === "member"
    ? { title: fieldTitle(view, filter.dimension), note: memberText(filter) }
    : {
        title: filter.keep ? "Only" : "Without",
        note: pathText(view, filter),
      };
}

/** A filter in words, e.g. `Desk is Alpha, Beta and 3 more`. */
export function filterText(view: View, filter: PivotFilter): string {
  const { title, note } = filterParts(view, filter);
  return `${title} ${note}`;
}

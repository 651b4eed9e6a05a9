import type { View } from "../../model/view.ts";
import { formatLabel } from "../../pivot/format.ts";
import { takesValues } from "../../pivot/state/filters.ts";
import type {
  FilterOperator,
  MemberFilter,
  PathFilter,
  PivotFilter,
} from "../../pivot/state/pivot-state.ts";
import { fieldTitle, findDimension } from "../../pivot/state/view-fields.ts";
import { formatAmount, parseAmount } from "./parse-amount.ts";

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

const COMPARISONS: ReadonlySet<FilterOperator> = new Set([
  "gt",
  "gte",
  "lt",
  "lte",
]);

/** A bound as the grid writes numbers; as it stands where that would change it. */
const amountText = (value: string): string => {
  const amount = parseAmount(value);
  return amount !== undefined && String(amount) === value
    ? formatAmount(amount)
    : value;
};

const memberText = (
  view: View,
  { dimension, operator, values }: MemberFilter,
): string => {
  const title = OPERATOR_TITLES[operator];
  if (!takesValues(operator)) return title;
  if (values.length === 0) return "all";
  const isNumber = findDimension(view, dimension)?.type === "number";
  const format = (value: string | null) =>
    value !== null && isNumber && COMPARISONS.has(operator)
      ? amountText(value)
      : formatLabel(value);
  const named = values.slice(0, NAMED).map(format).join(", ");
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
    ? {
        title: fieldTitle(view, filter.dimension),
        note: memberText(view, filter),
      }
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

import type { Dimension, View } from "../../model/view.ts";
import type { MemberPath } from "../member-path.ts";
import type {
  FilterOperator,
  MemberFilter,
  PathFilter,
  PivotFilter,
  PivotState,
} from "./pivot-state.ts";
import { uniqueBy } from "./unique.ts";
import { unknownMember } from "./unknown-member.ts";
import { axisLevels, findDimension, quote } from "./view-fields.ts";

const BY_VALUE: readonly FilterOperator[] = [
  "equals",
  "notEquals",
  "set",
  "notSet",
];
const BY_TEXT: readonly FilterOperator[] = [
  "contains",
  "notContains",
  "startsWith",
  "endsWith",
];
const BY_SIZE: readonly FilterOperator[] = ["gt", "gte", "lt", "lte"];

/** The operators that have a meaning for members of this type. */
export function operatorsFor({ type }: Dimension): readonly FilterOperator[] {
  if (type === "string") return [...BY_VALUE, ...BY_TEXT];
  return type === "number" ? [...BY_VALUE, ...BY_SIZE] : BY_VALUE;
}

const takesNull = (operator: FilterOperator) =>
  operator === "equals" || operator === "notEquals";

export const takesValues = (operator: FilterOperator): boolean =>
  operator !== "set" && operator !== "notSet";

/** False while no value has been chosen: such a filter keeps everything. */
export const isActive = (filter: PivotFilter): boolean =>
  filter.kind === "path" ||
  !takesValues(filter.operator) ||
  filter.values.length > 0;

/** A filter that keeps everything until values are chosen. */
export const memberFilter = (dimension: string): MemberFilter => ({
  kind: "member",
  dimension,
  operator: "equals",
  values: [],
});

const isNumber = (value: string | null) =>
  value === null || (value.trim() !== "" && Number.isFinite(Number(value)));

function memberProblem(
  { dimension: name, operator, values }: MemberFilter,
  view: View,
): string | undefined {
  const dimension = findDimension(view, name);
  if (dimension === undefined) {
    return unknownMember("dimension", name, " to filter by");
  }
  const title = dimension.title;
  if (name === view.timeDimension?.name) {
    return `${title} is filtered by the dates of the view`;
  }
  const operators = operatorsFor(dimension);
  if (!operators.includes(operator)) {
    return `${title} cannot be filtered by ${quote(operator)}, only by ${operators.join(", ")}`;
  }
  if (!takesValues(operator) && values.length > 0) {
    return `Filter ${operator} of ${title} takes no values`;
  }
  if (!takesNull(operator) && values.includes(null)) {
    return `Filter ${operator} of ${title} cannot look for a missing value`;
  }
  const wrong = values.find((value) => !isNumber(value));
  return dimension.type === "number" && wrong !== undefined
    ? `${title} is a number, ${quote(wrong ?? "")} is none`
    : undefined;
}

function pathProblem(
  { dimensions, path }: PathFilter,
  view: View,
): string | undefined {
  const unknown = dimensions.find(
    (name) => findDimension(view, name) === undefined,
  );
  if (unknown !== undefined) {
    return unknownMember("dimension", unknown, " to filter by");
  }
  const isOneKeyEach =
    path.length > 0 &&
    path.length === dimensions.length &&
    new Set(dimensions).size === dimensions.length;
  return isOneKeyEach
    ? undefined
    : `Filter by ${quote(dimensions.join(" and "))} needs one key for each`;
}

/** Why a view cannot apply a filter; undefined = it can. */
export const filterProblem = (
  filter: PivotFilter,
  view: View,
): string | undefined =>
  filter.kind === "member"
    ? memberProblem(filter, view)
    : pathProblem(filter, view);

export const filterDimensions = (filter: PivotFilter): readonly string[] =>
  filter.kind === "member" ? [filter.dimension] : filter.dimensions;

const identity = (filter: PivotFilter) =>
  filter.kind === "member"
    ? JSON.stringify([filter.operator, filter.dimension, filter.values])
    : JSON.stringify([filter.keep, filter.dimensions, filter.path]);

/** Filters without repetitions; the first one stays. */
export const uniqueFilters = (filters: readonly PivotFilter[]): PivotFilter[] =>
  uniqueBy(filters, identity);

const isImplied = (weaker: PathFilter, stronger: PathFilter) =>
  weaker.keep &&
  weaker.dimensions.every((name, index) => {
    const place = stronger.dimensions.indexOf(name);
    return place >= 0 && stronger.path[place] === weaker.path[index];
  });

/**
 * Keeps only, or leaves out, what lies under a cell: one filter over the keys
 * of both its axes, since leaving out a cell is not leaving out row and column.
 * The grand total has no keys and changes nothing.
 */
export function filterByCell(
  state: PivotState,
  view: View,
  cell: Readonly<Record<"rows" | "columns", MemberPath>>,
  keep: boolean,
): PivotState {
  const keys = (["rows", "columns"] as const).flatMap((axis) => {
    const levels = axisLevels(state, view, axis);
    return cell[axis].flatMap((key, index) => {
      const level = levels[index];
      return level === undefined ? [] : [{ name: level.name, key }];
    });
  });
  if (keys.length === 0) return state;
  const filter: PathFilter = {
    kind: "path",
    dimensions: keys.map(({ name }) => name),
    path: keys.map(({ key }) => key),
    keep,
  };
  const others = state.filters.filter(
    (item) => !keep || item.kind === "member" || !isImplied(item, filter),
  );
  return { ...state, filters: uniqueFilters([...others, filter]) };
}

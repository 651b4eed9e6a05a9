import type { CubeFilter } from "../plan.ts";
import {
  cubeTime,
  intersection,
  isEmptyRange,
  type TimeRange,
} from "./times.ts";

/** What has to hold for a row, or for a group when it is about measures. */
export type Condition =
  | { kind: "constant"; holds: boolean }
  | { kind: "range"; member: string; range: TimeRange }
  | { kind: "filter"; of: "dimension" | "measure"; filter: CubeFilter };

export const ALWAYS: Condition = { kind: "constant", holds: true };
export const NEVER: Condition = { kind: "constant", holds: false };

/** Undefined when Cube takes no such filter. */
export function filterOf(condition: Condition): CubeFilter | undefined {
  if (condition.kind === "constant") return undefined;
  if (condition.kind === "filter") return condition.filter;
  const { member, range } = condition;
  const filters = rangeFilters(member, range);
  return filters && (filters.length === 1 ? filters[0] : { and: filters });
}

/** Undefined for times that Cube cannot write. */
export function rangeFilters(
  member: string,
  { from, to }: TimeRange,
): CubeFilter[] | undefined {
  const start = bounded(from);
  const end = bounded(to);
  const first = start === undefined ? undefined : cubeTime(start);
  const last = end === undefined ? undefined : cubeTime(end);
  // `before the next millisecond` also holds at sources that only read seconds.
  const after = end === undefined ? undefined : cubeTime(end + 1);
  if (start !== undefined && end !== undefined) {
    return first === undefined || last === undefined
      ? undefined
      : [{ member, operator: "inDateRange", values: [first, last] }];
  }
  if (start !== undefined) {
    return first === undefined
      ? undefined
      : [{ member, operator: "afterOrOnDate", values: [first] }];
  }
  return after === undefined
    ? undefined
    : [{ member, operator: "beforeDate", values: [after] }];
}

const bounded = (time: number | undefined): number | undefined =>
  time !== undefined && Number.isFinite(time) ? time : undefined;

const of = (condition: Condition): "dimension" | "measure" =>
  condition.kind === "filter" ? condition.of : "dimension";

/** Undefined when Cube cannot combine them: groups cannot be about both kinds. */
export function all(conditions: Condition[]): Condition | undefined {
  if (conditions.some((one) => one.kind === "constant" && !one.holds)) {
    return NEVER;
  }
  const open = conditions.filter(({ kind }) => kind !== "constant");
  const [first] = open;
  if (first === undefined) return ALWAYS;
  if (open.length === 1) return first;
  const merged = mergedRange(open);
  return merged ?? grouped("and", open);
}

export function any(conditions: Condition[]): Condition | undefined {
  if (conditions.some((one) => one.kind === "constant" && one.holds)) {
    return ALWAYS;
  }
  const open = conditions.filter(({ kind }) => kind !== "constant");
  const [first] = open;
  if (first === undefined) return NEVER;
  return open.length === 1 ? first : grouped("or", open);
}

function grouped(
  operator: "and" | "or",
  conditions: Condition[],
): Condition | undefined {
  const kind = of(conditions[0]!);
  const filters = conditions.map(filterOf);
  if (
    conditions.some((condition) => of(condition) !== kind) ||
    filters.includes(undefined)
  ) {
    return undefined;
  }
  const known = filters as CubeFilter[];
  return {
    kind: "filter",
    of: kind,
    filter: operator === "and" ? { and: known } : { or: known },
  };
}

/** One range for ranges of one time. */
function mergedRange(conditions: Condition[]): Condition | undefined {
  const [first] = conditions;
  if (first?.kind !== "range") return undefined;
  let range = first.range;
  for (const condition of conditions) {
    if (condition.kind !== "range" || condition.member !== first.member) {
      return undefined;
    }
    range = intersection(range, condition.range);
  }
  return isEmptyRange(range) ? NEVER : { ...first, range };
}

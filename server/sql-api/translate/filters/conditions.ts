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
  | {
      kind: "filter";
      of: "dimension" | "measure";
      filter: CubeFilter;
      /** It is `equals`, to which alternatives can be added. */
      takesMore?: true;
    };

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

/**
 * Whether a range means the same at sources that read times of constants to the
 * second only, as ClickHouse does: `>= 00:00:00.001` would be `>= 00:00:00`.
 */
export const startsOnSecond = ({ from }: TimeRange): boolean =>
  from !== undefined && from % SECOND === 0;

/** Undefined for times that Cube cannot write. */
export function rangeFilters(
  member: string,
  range: TimeRange,
): CubeFilter[] | undefined {
  const from = bounded(range.from);
  const to = bounded(range.to);
  const first = from === undefined ? undefined : cubeTime(from);
  const last = to === undefined ? undefined : cubeTime(to);
  if ((from === undefined) !== (first === undefined)) return undefined;
  if ((to === undefined) !== (last === undefined)) return undefined;
  if (first && last && startsOnSecond(range)) {
    return [{ member, operator: "inDateRange", values: [first, last] }];
  }
  const filters: CubeFilter[] = [];
  if (from !== undefined && first !== undefined) {
    filters.push(
      startsOnSecond(range)
        ? { member, operator: "afterOrOnDate", values: [first] }
        : { member, operator: "afterDate", values: [cubeTime(from - 1)!] },
    );
  }
  if (to !== undefined && last !== undefined) {
    const next = (to + 1) % SECOND === 0 ? cubeTime(to + 1) : undefined;
    filters.push(
      next === undefined
        ? { member, operator: "beforeOrOnDate", values: [last] }
        : { member, operator: "beforeDate", values: [next] },
    );
  }
  return filters;
}

const SECOND = 1000;

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
  const fewer = withAlternatives(open);
  return fewer.length === 1 ? fewer[0] : grouped("or", fewer);
}

/** One filter for all values that a member may be equal to. */
function withAlternatives(conditions: Condition[]): Condition[] {
  const values = new Map<string, Set<string>>();
  const fewer: Condition[] = [];
  for (const condition of conditions) {
    if (condition.kind !== "filter" || !condition.takesMore) {
      fewer.push(condition);
      continue;
    }
    const filter = condition.filter as MemberFilter;
    const known = values.get(filter.member);
    for (const value of filter.values ?? []) known?.add(value);
    if (known !== undefined) continue;
    values.set(filter.member, new Set(filter.values));
    fewer.push(condition);
  }
  return fewer.map((condition) => {
    if (condition.kind !== "filter" || !condition.takesMore) return condition;
    const filter = condition.filter as MemberFilter;
    const all = [...values.get(filter.member)!];
    return { ...condition, filter: { ...filter, values: all } };
  });
}

type MemberFilter = Extract<CubeFilter, { member: string }>;

/**
 * One filter for all values that a member may not have, and for those that say the
 * same: which all have to hold.
 */
export function withoutRepeats(filters: CubeFilter[]): CubeFilter[] {
  const unequal = new Map<string, Set<string>>();
  const known = new Map<string, CubeFilter>();
  for (const filter of filters) {
    if ("member" in filter && filter.operator === "notEquals") {
      const values = unequal.get(filter.member) ?? new Set();
      for (const value of filter.values ?? []) values.add(value);
      unequal.set(filter.member, values);
      known.set(filter.member, filter);
    } else known.set(JSON.stringify(filter), filter);
  }
  return [...known].map(([key, filter]) => {
    const values = unequal.get(key);
    return values === undefined ? filter : { ...filter, values: [...values] };
  });
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
    filter: operator === "and" ? { and: withoutRepeats(known) } : { or: known },
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

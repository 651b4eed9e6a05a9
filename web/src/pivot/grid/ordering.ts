import type { TQueryOrderArray } from "@cubejs-client/core";
import type { AxisLevel } from "../plan/axis.ts";
import type { Axis } from "../plan/axis.ts";
import type { SortKey } from "../state/pivot-state.ts";

type Label = string | null;
export type ValueKey = Extract<SortKey, { by: "value" }>;

/** What the API can order by itself: names, and values at the total. */
export const isServerSort = (key: SortKey, axis: Axis["name"]): boolean =>
  key.by === "label" ||
  (key.at.length === 0 &&
    (key.figure === "value" || (key.figure === "rank" && axis === "rows")));

// The largest value has the smallest rank.
const isDescending = (key: SortKey) =>
  key.by === "value" && key.figure === "rank"
    ? !key.descending
    : key.descending;

/**
 * A level's order as the API takes it.
 *
 * @param memberOf full name of a measure in the plan's mode; undefined = it has none
 */
export function serverOrder(
  level: AxisLevel,
  memberOf: (measure: string) => string | undefined,
): TQueryOrderArray {
  const label = level.dimension.member;
  const { top } = level;
  const keys: SortKey[] =
    top === null
      ? [...level.sort]
      : [
          {
            by: "value",
            measure: top.measure,
            figure: "value",
            at: [],
            descending: !top.bottom,
          },
        ];
  const order = keys.flatMap((key): TQueryOrderArray => {
    const member = key.by === "label" ? label : memberOf(key.measure);
    return member === undefined
      ? []
      : [[member, isDescending(key) ? "desc" : "asc"]];
  });
  // The member breaks ties, so that pages neither repeat nor skip one.
  return order.some(([member]) => member === label)
    ? order
    : [...order, [label, "asc"]];
}

const compareLabels = (
  a: string | null,
  b: string | null,
  numeric: boolean,
  descending = false,
): number => {
  if (a === b) return 0;
  // As the API has it: what has no value comes last, whichever way.
  if (a === null) return 1;
  if (b === null) return -1;
  const byNumber = numeric ? Number(a) - Number(b) : 0;
  const ascending = byNumber !== 0 ? byNumber : a < b ? -1 : 1;
  return descending ? -ascending : ascending;
};

const compareValues = (
  a: number | null,
  b: number | null,
  descending: boolean,
): number => {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return descending ? b - a : a - b;
};

/** Members in the order of the keys, names last. */
export function orderMembers(
  members: readonly Label[],
  keys: readonly SortKey[],
  numeric: boolean,
  valueOf: (member: Label, key: ValueKey) => number | null,
): Label[] {
  const values = keys.map((key) =>
    key.by === "label"
      ? undefined
      : new Map(members.map((member) => [member, valueOf(member, key)])),
  );
  const compare = (a: Label, b: Label): number => {
    for (const [index, key] of keys.entries()) {
      const column = values[index];
      const result =
        column === undefined
          ? compareLabels(a, b, numeric, key.descending)
          : compareValues(
              column.get(a) ?? null,
              column.get(b) ?? null,
              isDescending(key),
            );
      if (result !== 0) return result;
    }
    return compareLabels(a, b, numeric);
  };
  return [...members].sort(compare);
}

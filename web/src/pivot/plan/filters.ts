import type { Filter } from "@cubejs-client/core";
import type { MemberPath } from "../member-path.ts";
import type { Alignment } from "./alignment.ts";
import type { Axis } from "./axis.ts";
import type { Period } from "./queries.ts";

type Key = MemberPath[number];

const isText = (key: Key): key is string => key !== null;

/** Exactly these members, the one without a value among them if asked for. */
export function amongFilter(member: string, keys: readonly Key[]): Filter {
  const values = keys.filter(isText);
  const equals: Filter = { member, operator: "equals", values };
  const notSet: Filter = { member, operator: "notSet" };
  if (values.length === keys.length) return equals;
  return values.length === 0 ? notSet : { or: [equals, notSet] };
}

/** All members but these. Cube's notEquals keeps the one without a value. */
export function exceptFilters(member: string, keys: readonly Key[]): Filter[] {
  const values = keys.filter(isText);
  return [
    ...(values.length === 0
      ? []
      : [{ member, operator: "notEquals" as const, values }]),
    ...(values.length === keys.length
      ? []
      : [{ member, operator: "set" as const }]),
  ];
}

/**
 * What lies under a path of an axis in a period.
 *
 * @throws Error for a path longer than the axis
 */
export const pathFilters = (
  alignment: Alignment,
  period: Period,
  axis: Axis,
  path: MemberPath,
): Filter[] =>
  alignment.pathIn(period, axis.dimensions, path).map((key, depth) => {
    const level = axis.levels[depth];
    if (level === undefined) {
      throw new Error(
        `path of ${path.length} keys on an axis of ${axis.levels.length} levels`,
      );
    }
    return amongFilter(level.dimension.member, [key]);
  });

/** What lies under a path of any dimensions, or everything else. */
export function pathFilter(
  members: readonly string[],
  path: MemberPath,
  keep: boolean,
): Filter[] {
  const steps = members.map((member, index) => ({
    member,
    key: path[index] ?? null,
  }));
  if (keep) return steps.map(({ member, key }) => amongFilter(member, [key]));
  const others = steps.flatMap(({ member, key }) =>
    exceptFilters(member, [key]),
  );
  return others.length === 1 ? others : [{ or: others }];
}

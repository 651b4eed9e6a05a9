import type { Filter } from "@cubejs-client/core";

/** Some keys of one member. */
export interface Among {
  member: string;
  keys: ReadonlySet<string | null>;
}

/** A condition as a set of keys; undefined = it is none. */
export function amongOf(filter: Filter): Among | undefined {
  if ("or" in filter) {
    const parts = filter.or.map(amongOf);
    const [first] = parts;
    const isOne = parts.every(
      (part) => part !== undefined && part.member === first?.member,
    );
    return first === undefined || !isOne
      ? undefined
      : {
          member: first.member,
          keys: new Set(parts.flatMap((part) => [...(part?.keys ?? [])])),
        };
  }
  if ("and" in filter || filter.member === undefined) return undefined;
  const { member, operator } = filter;
  if (operator === "notSet") return { member, keys: new Set([null]) };
  return operator === "equals" && "values" in filter
    ? { member, keys: new Set(filter.values) }
    : undefined;
}

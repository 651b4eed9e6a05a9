import type { Filter, Query } from "@cubejs-client/core";
import { type Answer, keyOf, type Row } from "../../pivot/answer.ts";
import type { LoadAnswer } from "../../pivot/answers/answer-store.ts";

/** Rows the API gives at most. */
const MOST_ROWS = 50_000;

/** Some keys of one member. */
interface Among {
  member: string;
  keys: ReadonlySet<string | null>;
}

/** A condition as a set of keys; undefined = it is none. */
function amongOf(filter: Filter): Among | undefined {
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

/**
 * Answers the many questions about single branches from few about whole levels:
 * grouped by the members a path names as well, the rows of the path are those the
 * narrow question would give, in the same order.
 *
 * @param fixed conditions that all questions begin with
 */
export function wideLoad(load: LoadAnswer, fixed: number): LoadAnswer {
  const answers = new Map<string, Promise<Answer>>();
  return async (query: Query, signal) => {
    const filters = query.filters ?? [];
    const dimensions = query.dimensions ?? [];
    const parts = filters.slice(fixed).map(amongOf);
    const path = parts.filter((part) => part !== undefined);
    const isPath =
      path.length > 0 &&
      path.length === parts.length &&
      path.every(
        ({ member, keys }) => keys.size === 1 || dimensions.includes(member),
      );
    if (!isPath || query.total === true) return load(query, signal);
    const members = path.map(({ member }) => member);
    const kept = filters.slice(0, fixed);
    const wide: Query = {
      ...query,
      dimensions: [...new Set([...members, ...dimensions])],
      filters: kept.length === 0 ? undefined : kept,
      limit: MOST_ROWS,
      offset: undefined,
    };
    const key = JSON.stringify(wide);
    const asked = answers.get(key) ?? load(wide, signal);
    answers.set(key, asked);
    const answer = await asked;
    if (answer.rows.length >= MOST_ROWS) return load(query, signal);
    const offset = query.offset ?? 0;
    const isWanted = (row: Row) =>
      path.every(({ member, keys }) => keys.has(keyOf(row, member)));
    const rows = answer.rows.filter(isWanted);
    return {
      ...answer,
      rows: rows.slice(offset, offset + (query.limit ?? rows.length)),
    };
  };
}

import type { Filter, Query } from "@cubejs-client/core";
import { type Answer, keyOf, type Row } from "../answer.ts";
import { encodePath } from "../member-path.ts";
import { amongFilter } from "../plan/filters.ts";
import { amongOf } from "../plan/among.ts";

/** A question that may be asked together with others. */
export interface Batchable {
  query: Query;
  /** Rows of its answer at most; undefined = nobody knows. */
  rows?: number | undefined;
}

/** One query in place of several. */
export interface Batch {
  query: Query;
  /**
   * The answers to the questions, in their order; undefined where the question
   * has to be asked by itself.
   */
  divide: (answer: Answer) => (Answer | undefined)[];
  /** Whether the answer may lack rows, so that none of it may be used. */
  isFull: (answer: Answer) => boolean;
}

/** Rows of one answer, so that reading it does not hold the screen. */
const BATCH_ROWS = 10_000;
/** Values in the conditions of one query, so that its SQL stays short. */
const BATCH_KEYS = 1_000;

interface Part {
  query: Query;
  filters: readonly Filter[];
  /** What the question is within: the key of each member it does not group by. */
  path: ReadonlyMap<string, string | null>;
}

/** undefined = it cannot share an answer with another. */
function partOf(query: Query): Part | undefined {
  if (query.offset !== undefined || query.total === true) return undefined;
  const filters = query.filters ?? [];
  const path = new Map<string, string | null>();
  for (const filter of filters) {
    const among = amongOf(filter);
    if (among?.keys.size !== 1) continue;
    const { member, keys } = among;
    if (query.dimensions?.includes(member) === true) continue;
    const [key = null] = keys;
    if (path.has(member) && path.get(member) !== key) return undefined;
    path.set(member, key);
  }
  return path.size === 0 ? undefined : { query, filters, path };
}

const valuesIn = (filter: Filter): number =>
  "or" in filter
    ? filter.or.reduce((sum, part) => sum + valuesIn(part), 0)
    : "and" in filter
      ? filter.and.reduce((sum, part) => sum + valuesIn(part), 0)
      : "values" in filter
        ? (filter.values?.length ?? 0)
        : 1;

/** What the queries of a batch have in common. */
const shapeOf = ({ query, path }: Part): string =>
  JSON.stringify([{ ...query, filters: undefined }, [...path.keys()]]);

/** The members that a question is within, and those it groups by. */
const levelOf = ({ query, path }: Part): string =>
  JSON.stringify([[...path.keys()], query.dimensions]);

/** How many rows a branch of a level may have, as far as answers have told. */
export class BranchSizes {
  readonly #sizes = new Map<string, number>();

  of(part: Part): number | undefined {
    return this.#sizes.get(levelOf(part));
  }

  /**
   * The questions of a batch had an answer that was full. How much more there is
   * it does not tell: a batch is a quarter of that from now on.
   */
  outgrown(batch: readonly Batchable[]): void {
    // All of a batch are of one level.
    const [first] = batch;
    const part = first && partOf(first.query);
    if (part === undefined) return;
    this.#sizes.set(levelOf(part), Math.ceil((4 * BATCH_ROWS) / batch.length));
  }
}

/**
 * Divides questions into those that one query answers: about different branches of
 * the same level. A question that fits none stands alone.
 */
export function batchesOf<T extends Batchable>(
  questions: readonly T[],
  sizes: BranchSizes,
): T[][] {
  interface Filling {
    questions: T[];
    paths: Set<string>;
    rows: number;
    keys: number;
  }
  const done: T[][] = [];
  const filling = new Map<string, Filling>();
  for (const question of questions) {
    const part = partOf(question.query);
    if (part === undefined) {
      done.push([question]);
      continue;
    }
    const shape = shapeOf(part);
    const path = encodePath([...part.path.values()]);
    const rows = Math.max(question.rows ?? 1, sizes.of(part) ?? 1);
    const keys = part.filters.reduce((sum, item) => sum + valuesIn(item), 0);
    let batch = filling.get(shape);
    if (
      batch === undefined ||
      batch.paths.has(path) ||
      batch.rows + rows >= BATCH_ROWS ||
      batch.keys + keys > BATCH_KEYS
    ) {
      batch = { questions: [], paths: new Set(), rows: 0, keys: 0 };
      filling.set(shape, batch);
      done.push(batch.questions);
    }
    batch.questions.push(question);
    batch.paths.add(path);
    batch.rows += rows;
    batch.keys += keys;
  }
  return done;
}

/** The conditions of all parts: what each has, or what some of them have. */
function filtersOf(
  parts: readonly Part[],
  members: readonly string[],
): Filter[] {
  const texts = parts.map(
    ({ filters }) => new Set(filters.map((filter) => JSON.stringify(filter))),
  );
  const isCommon = (filter: Filter) => {
    const text = JSON.stringify(filter);
    return texts.every((known) => known.has(text));
  };
  const common = parts[0]?.filters.filter(isCommon) ?? [];
  const own = parts.map(({ filters }) =>
    filters.filter((filter) => !isCommon(filter)),
  );
  const isOfPath = (filter: Filter) => {
    const among = amongOf(filter);
    return among?.keys.size === 1 && members.includes(among.member);
  };
  // Sets of keys are quicker than one condition per path, and hold little more:
  // a member below one of the paths is seldom below another one.
  return own.every((filters) => filters.every(isOfPath))
    ? [
        ...common,
        ...members.map((member) =>
          amongFilter(member, [
            ...new Set(parts.map(({ path }) => path.get(member) ?? null)),
          ]),
        ),
      ]
    : [...common, { or: own.map((filters) => ({ and: filters })) }];
}

/**
 * Several questions as one query, which also groups by what tells their paths
 * apart: the rows of a path are those its own question would give, in its order.
 *
 * @param queries of one batch, as {@link batchesOf} divides them; two or more
 */
export function batchOf(queries: readonly Query[]): Batch {
  const parts = queries.map((query) => {
    const part = partOf(query);
    if (part === undefined) {
      throw new Error(`a question of no branch: ${JSON.stringify(query)}`);
    }
    return part;
  });
  const [first] = parts;
  if (first === undefined) throw new Error("a batch of no questions");
  const members = [...first.path.keys()].filter((member) =>
    parts.some(({ path }) => path.get(member) !== first.path.get(member)),
  );
  const query: Query = {
    ...first.query,
    dimensions: [...members, ...(first.query.dimensions ?? [])],
    filters: filtersOf(parts, members),
    limit: BATCH_ROWS,
  };
  const isGrouped = (first.query.dimensions ?? []).length > 0;
  return {
    query,
    isFull: ({ rows }) => rows.length >= BATCH_ROWS,
    divide(answer) {
      const rowsOf = new Map<string, Row[]>();
      for (const row of answer.rows) {
        const key = encodePath(members.map((member) => keyOf(row, member)));
        const found = rowsOf.get(key);
        if (found === undefined) rowsOf.set(key, [row]);
        else found.push(row);
      }
      return parts.map(({ query: { limit }, path }) => {
        const key = members.map((member) => path.get(member) ?? null);
        const rows = rowsOf.get(encodePath(key)) ?? [];
        // What a total of nothing is only its own question tells: null, or zero.
        if (rows.length === 0 && !isGrouped) return undefined;
        return {
          ...answer,
          rows: rows.slice(0, limit ?? undefined),
          total: rows.length,
          shared: { query, questions: parts.length },
        };
      });
    },
  };
}

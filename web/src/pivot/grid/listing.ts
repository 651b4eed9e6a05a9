import type { Filter } from "@cubejs-client/core";
import { keyOf } from "../answer.ts";
import type { MemberPath } from "../member-path.ts";
import type { Axis, AxisLevel } from "../plan/axis.ts";
import { pathFilters } from "../plan/filters.ts";
import {
  COLUMN_LIMIT,
  PAGE_ROWS,
  type Period,
  pivotQuery,
  WHOLE_ROWS,
} from "../plan/queries.ts";
import { rowOf } from "./answer-index.ts";
import type { Load, Question } from "./ask.ts";
import {
  type Assembly,
  isFull,
  question,
  rankingMeasure,
  type RowLoad,
  valueOf,
} from "./assembly.ts";
import { isServerSort, orderMembers, serverOrder } from "./ordering.ts";
import { sortValues } from "./sort-values.ts";

/** The members under one parent, in order, as far as they are known. */
export interface Listing {
  /** undefined = one that is not loaded yet. */
  labels: (string | null | undefined)[];
  /** Members in all, as far as known; more than labels when a top-N or limit cuts. */
  count: number | undefined;
  /** Why there are fewer labels than members. */
  cut: "top" | "limit" | undefined;
  /** A question without which nothing can be listed. */
  missing: { question: Question; load: Load } | undefined;
  /** Something the reader must know of the list. */
  notice: string;
  /** A member's values at the other axis's total; undefined = not in a list. */
  listed: (label: string | null, period: Period) => RowLoad | undefined;
  /** Members asked for at a time. */
  pageSize: number;
}

const NONE: Pick<Listing, "notice" | "pageSize"> = {
  notice: "",
  pageSize: PAGE_ROWS,
};

const missingListing = (asked: Question, load: Load): Listing => ({
  ...NONE,
  labels: [],
  count: undefined,
  cut: undefined,
  missing: { question: asked, load },
  listed: () => undefined,
});

interface Place {
  assembly: Assembly;
  axis: Axis;
  level: AxisLevel;
  path: MemberPath;
  filters: Filter[];
}

const orderOf = ({ assembly, level }: Place) =>
  serverOrder(level, (name) => rankingMeasure(assembly, name)?.member);

const listQuestion = (
  place: Place,
  period: Period,
  limit: number,
  offset = 0,
): Question => {
  const { assembly, axis, level, path, filters } = place;
  const query = pivotQuery(assembly.plan, period, {
    dimensions: [level.dimension],
    filters,
    order: orderOf(place),
    limit,
    offset,
  });
  return question(axis, path, [], "members", query);
};

/** How many members there are; asked only where a list was cut. */
function askCount(place: Place): number | undefined {
  const { assembly, axis, level, path, filters } = place;
  const query = pivotQuery(assembly.plan, "current", {
    dimensions: [level.dimension],
    filters,
    measures: assembly.plan.measures.slice(0, 1),
    limit: 1,
  });
  return assembly.ask(
    question(axis, path, [], "count", { ...query, total: true }),
  ).answer?.total;
}

const labelsOf = (load: Load, level: AxisLevel) =>
  (load.answer?.rows ?? []).map((row) => keyOf(row, level.dimension.member));

const isNumeric = ({ level }: Place) => level.dimension.type === "number";

/** In the level's own order, where a top-N decided who is in the list. */
const ownOrder = (
  place: Place,
  labels: (string | null)[],
  values: ReturnType<typeof sortValues>,
) =>
  place.level.sort.length === 0
    ? labels
    : orderMembers(
        labels.map((label) => ({ label })),
        place.level.sort,
        isNumeric(place),
        ({ label }, key) => values.of(label, key),
      ).map(({ label }) => label);

/** Pages as the API orders them, each asked for when it is looked at. */
function pagedListing(
  place: Place,
  wanted: (page: number) => boolean,
  notice: string,
): Listing {
  const { assembly, axis, level } = place;
  const { member } = level.dimension;
  const size = axis.name === "rows" ? PAGE_ROWS : COLUMN_LIMIT;
  const pageQuestion = (page: number) =>
    listQuestion(place, "current", size, page * size);
  const first = { question: pageQuestion(0) };
  const load = assembly.ask(first.question);
  if (load.answer === undefined) return missingListing(first.question, load);

  const full = isFull(load.answer, size);
  const count = full ? askCount(place) : load.answer.rows.length;
  const pages = new Map([[0, { question: first.question, load }]]);
  const labels: Listing["labels"] = labelsOf(load, level);
  if (axis.name === "rows") {
    for (let page = 1; page * size < (count ?? 0); page += 1) {
      const asked = pageQuestion(page);
      const next = wanted(page) ? assembly.ask(asked) : undefined;
      if (next?.answer === undefined) {
        const rest = Math.min(size, (count ?? 0) - page * size);
        for (let index = 0; index < rest; index += 1) labels.push(undefined);
      } else {
        pages.set(page, { question: asked, load: next });
        labels.push(...labelsOf(next, level));
      }
    }
  }
  return {
    labels,
    count: full ? count : labels.length,
    cut: count === undefined || count > labels.length ? "limit" : undefined,
    missing: undefined,
    notice,
    pageSize: size,
    listed(label, period) {
      if (period === "comparison") return undefined;
      for (const page of pages.values()) {
        const row =
          page.load.answer && rowOf(page.load.answer, [member], [label]);
        if (row !== undefined) return { ...page, row };
      }
      return undefined;
    },
  };
}

/** The first members by a top-N's measure, as the API ranks them. */
function topListing(place: Place, count: number): Listing {
  const { assembly, level } = place;
  const { member } = level.dimension;
  // One more, to see whether there are others.
  const asked = listQuestion(place, "current", count + 1);
  const load = assembly.ask(asked);
  const { answer } = load;
  if (answer === undefined) return missingListing(asked, load);
  const cut = answer.rows.length > count;
  const listed: Listing["listed"] = (label, period) =>
    period === "comparison"
      ? undefined
      : { load, row: rowOf(answer, [member], [label]), question: asked };
  const values = sortValues(place, listed);
  const labels = labelsOf(load, level).slice(0, count);
  return {
    ...NONE,
    labels: ownOrder(place, labels, values),
    count: cut ? askCount(place) : labels.length,
    cut: cut ? "top" : undefined,
    missing: undefined,
    listed,
  };
}

/**
 * All members of both periods, ordered here; undefined when there are too many
 * for that.
 */
function wholeListing(place: Place): Listing | undefined {
  const { assembly, level } = place;
  const { member } = level.dimension;
  const periods: Period[] =
    assembly.plan.comparison === null ? ["current"] : ["current", "comparison"];
  const lists = new Map(
    periods.map((period) => {
      const asked = listQuestion(place, period, WHOLE_ROWS);
      return [period, { question: asked, load: assembly.ask(asked) }];
    }),
  );
  const all = [...lists.values()];
  if (all.some(({ load }) => load.answer && isFull(load.answer, WHOLE_ROWS))) {
    return undefined;
  }
  const listed: Listing["listed"] = (label, period) => {
    const list = lists.get(period);
    if (list?.load.answer === undefined) return undefined;
    return { ...list, row: rowOf(list.load.answer, [member], [label]) };
  };
  const values = sortValues(place, listed);
  const missing =
    all.find(({ load }) => load.answer === undefined) ?? values.missing();
  if (missing !== undefined) {
    return missingListing(missing.question, missing.load);
  }
  const labels = [...new Set(all.flatMap(({ load }) => labelsOf(load, level)))];
  const { top } = level;
  if (top === null) {
    return {
      ...NONE,
      labels: ownOrder(place, sortedByLabel(place, labels), values),
      count: labels.length,
      cut: undefined,
      missing: undefined,
      listed,
    };
  }
  const measure = rankingMeasure(assembly, top.measure);
  const ranked = orderMembers(
    labels.map((label) => ({ label })),
    [
      {
        by: "value",
        measure: top.measure,
        figure: "value",
        at: [],
        descending: !top.bottom,
      },
    ],
    isNumeric(place),
    ({ label }) => valueOf(listed(label, "current")?.row, measure),
  ).map(({ label }) => label);
  return {
    ...NONE,
    labels: ownOrder(place, ranked.slice(0, top.count), values),
    count: ranked.length,
    cut: ranked.length > top.count ? "top" : undefined,
    missing: undefined,
    listed,
  };
}

const sortedByLabel = (place: Place, labels: (string | null)[]) =>
  orderMembers(
    labels.map((label) => ({ label })),
    [],
    isNumeric(place),
    () => null,
  ).map(({ label }) => label);

/**
 * The members under a path.
 *
 * @param wanted whether a page of members, from 0, is looked at
 */
export function listMembers(
  assembly: Assembly,
  axis: Axis,
  path: MemberPath,
  wanted: (page: number) => boolean,
): Listing {
  const level = axis.levels[path.length];
  if (level === undefined) {
    throw new Error(`no level below ${path.length} keys on the ${axis.name}`);
  }
  const filters = pathFilters(axis, path);
  const place = { assembly, axis, level, path, filters };
  const ranked = assembly.plan.values.some(({ figure }) => figure === "rank");
  const { comparison } = assembly.plan;
  if (comparison !== null || ranked || !level.sort.every(isServerSort)) {
    const listing = wholeListing(place);
    if (listing !== undefined) return listing;
    const serverSort = level.sort.filter(isServerSort);
    return pagedListing(
      { ...place, level: { ...level, sort: serverSort } },
      wanted,
      `more than ${WHOLE_ROWS.toLocaleString("en-US")} members: in the order of the API, without those of the other period, and without ranks`,
    );
  }
  return level.top === null
    ? pagedListing(place, wanted, "")
    : topListing(place, level.top.count);
}

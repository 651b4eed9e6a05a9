import { keeps, mostKept } from "../state/cuts.ts";
import type { Cut } from "../state/pivot-state.ts";
import { rowOf } from "./answer-index.ts";
import { isFull, rankingMeasure, valueOf } from "./assembly.ts";
import {
  boundNotice,
  countOf,
  labelsOf,
  type Listing,
  listQuestion,
  missingListing,
  ownOrder,
  type Place,
} from "./listing.ts";
import { sortValues } from "./sort-values.ts";

/** Pages as the API orders them, each asked for when it is looked at. */
export function pagedListing(
  place: Place,
  wanted: (page: number) => boolean,
  notice: string,
): Listing {
  const { assembly, axis, level } = place;
  const { limits } = assembly.plan;
  const size = axis.name === "rows" ? limits.page : limits.columns;
  const pageQuestion = (page: number) =>
    listQuestion(place, "current", size, page * size);
  const first = { question: pageQuestion(0) };
  const load = assembly.ask(first.question);
  if (load.answer === undefined) {
    return missingListing(place, { ...first, load });
  }

  const full = isFull(load.answer, size);
  const count = full ? countOf(place, load.answer) : load.answer.rows.length;
  const pages = [{ ...first, load }];
  const labels: (string | null | undefined)[] = labelsOf(
    place,
    load.answer,
    "current",
  );
  if (axis.name === "rows") {
    for (let page = 1; page * size < (count ?? 0); page += 1) {
      const asked = pageQuestion(page);
      const next = wanted(page) ? assembly.ask(asked) : undefined;
      if (next?.answer === undefined) {
        const rest = Math.min(size, (count ?? 0) - page * size);
        for (let index = 0; index < rest; index += 1) labels.push(undefined);
      } else {
        pages.push({ question: asked, load: next });
        for (const label of labelsOf(place, next.answer, "current"))
          labels.push(label);
      }
    }
  }
  return {
    labels,
    count: full ? count : labels.length,
    cut: count === undefined || count > labels.length ? "limit" : undefined,
    everyone: undefined,
    missing: undefined,
    notice,
    pageSize: size,
    listed(label, period) {
      if (period === "comparison") return undefined;
      for (const page of pages) {
        const row =
          page.load.answer &&
          rowOf(page.load.answer, [level.dimension.member], [label]);
        if (row !== undefined) return { ...page, row };
      }
      return undefined;
    },
  };
}

/** The members that a cut keeps, as the API ranks them. */
export function cutListing(place: Place, by: Cut, notice: string): Listing {
  const { assembly, level } = place;
  const most = mostKept(by);
  // One more, to see whether there are others.
  const asked = listQuestion(place, "current", most + 1);
  const load = assembly.ask(asked);
  const { answer } = load;
  if (answer === undefined) {
    return missingListing(place, { question: asked, load });
  }
  const measure = rankingMeasure(assembly, by.measure);
  const kept = answer.rows
    .slice(0, most)
    .filter((row) => keeps(by, valueOf(row, measure)));
  const cut = answer.rows.length > kept.length;
  const isLong = isFull(answer, most + 1);
  const listed: Listing["listed"] = (label, period) =>
    period === "comparison"
      ? undefined
      : {
          load,
          row: rowOf(answer, [level.dimension.member], [label]),
          question: asked,
        };
  const labels = labelsOf(place, { ...answer, rows: kept }, "current");
  const more = boundNotice(by, valueOf(answer.rows[most], measure));
  return {
    labels: ownOrder(place, labels, sortValues(place, listed)),
    count: isLong ? countOf(place, answer) : answer.rows.length,
    cut: cut ? "top" : undefined,
    everyone: undefined,
    missing: undefined,
    notice: [more, notice].filter((text) => text !== "").join("; "),
    listed,
    pageSize: assembly.plan.limits.page,
  };
}

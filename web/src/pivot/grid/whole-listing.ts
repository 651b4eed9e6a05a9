import type { Period } from "../plan/queries.ts";
import { keeps, mostKept } from "../state/cuts.ts";
import { memoByAnswers } from "./answer-index.ts";
import { isFull, rankingMeasure, valueOf } from "./assembly.ts";
import {
  boundNotice,
  isNumeric,
  labelsOf,
  type Listing,
  listQuestion,
  missingListing,
  ownOrder,
  type Place,
  rowIn,
} from "./listing.ts";
import { orderMembers } from "./ordering.ts";
import { sortValues } from "./sort-values.ts";

/**
 * All members of both periods, ordered here; undefined when there are too many
 * for that.
 */
export function wholeListing(place: Place): Listing | undefined {
  const { assembly, level } = place;
  const { comparison, limits } = assembly.plan;
  const periods: Period[] =
    comparison === null ? ["current"] : ["current", "comparison"];
  // One more, to see whether there are too many.
  const limit = limits.whole + 1;
  const lists = new Map(
    periods.map((period) => {
      const asked = listQuestion(place, period, limit);
      return [period, { question: asked, load: assembly.ask(asked) }];
    }),
  );
  const all = [...lists.values()];
  if (all.some(({ load }) => load.answer && isFull(load.answer, limit))) {
    return undefined;
  }
  const listed: Listing["listed"] = (label, period) => {
    const list = lists.get(period);
    if (list?.load.answer === undefined) return undefined;
    return {
      ...list,
      row: rowIn(place, list.load.answer, period, label),
    };
  };
  const values = sortValues(place, listed);
  if (values.isCutOff()) return undefined;
  const missing =
    all.find(({ load }) => load.answer === undefined) ?? values.missing();
  if (missing !== undefined) return missingListing(place, missing);

  const { everyone, labels, notice } = memoByAnswers(
    [...all, ...values.asked].flatMap(({ load }) => load.answer ?? []),
    JSON.stringify([
      place.axis.name,
      level.dimension.member,
      level.sort,
      level.top,
      assembly.plan.alignment.id,
    ]),
    () =>
      order(
        place,
        [...lists].flatMap(([period, { load }]) =>
          labelsOf(place, load.answer, period),
        ),
        listed,
        values,
      ),
  );
  return {
    labels,
    everyone,
    count: everyone.length,
    cut: everyone.length > labels.length ? "top" : undefined,
    missing: undefined,
    notice,
    listed,
    pageSize: limits.page,
  };
}

function order(
  place: Place,
  found: readonly (string | null)[],
  listed: Listing["listed"],
  values: ReturnType<typeof sortValues>,
) {
  const { top } = place.level;
  const labels = [...new Set(found)];
  const measure =
    top === null ? undefined : rankingMeasure(place.assembly, top.measure);
  const valueAt = (label: string | null) =>
    valueOf(listed(label, "current")?.row, measure);
  const everyone = orderMembers(
    labels,
    top === null
      ? []
      : [
          {
            by: "value",
            measure: top.measure,
            figure: "value",
            at: [],
            descending: !top.bottom,
          },
        ],
    isNumeric(place),
    valueAt,
  );
  if (top === null) {
    return { everyone, labels: ownOrder(place, everyone, values), notice: "" };
  }
  const most = mostKept(top);
  const kept = everyone
    .slice(0, most)
    .filter((label) => keeps(top, valueAt(label)));
  const next = everyone[most];
  return {
    everyone,
    labels: ownOrder(place, kept, values),
    notice: boundNotice(top, next === undefined ? null : valueAt(next)),
  };
}

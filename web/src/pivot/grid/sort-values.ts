import type { Measure } from "../../model/view.ts";
import type { MemberPath } from "../member-path.ts";
import { unavailable } from "../plan/pivot-plan.ts";
import { type Period, pivotQuery } from "../plan/queries.ts";
import { memoByAnswers, rowOf } from "./answer-index.ts";
import type { Load, Question } from "./ask.ts";
import {
  askPoint,
  crossFilters,
  isFull,
  otherAxis,
  question,
  rankingMeasure,
  type RowLoad,
  valueOf,
} from "./assembly.ts";
import { isCompared } from "../state/values.ts";
import { figureValue, rankAmong, sortedValues } from "./figures.ts";
import { groupBy } from "./group-by.ts";
import { type Place, rowIn } from "./listing.ts";
import type { ValueKey } from "./ordering.ts";

type Listed = (label: string | null, period: Period) => RowLoad | undefined;
type Reader = (label: string | null) => number | null;

export type SortValues = ReturnType<typeof sortValues>;

/**
 * What members under a path are ordered by where the API cannot order them:
 * figures, at any path of the other axis.
 */
export function sortValues(place: Place, listed: Listed) {
  const { assembly, axis, level, path } = place;
  const { plan } = assembly;
  const { comparison, limits } = plan;
  const asked: { question: Question; load: Load }[] = [];
  let cutOff = false;

  const ask = (question_: Question): Load => {
    const load = assembly.ask(question_);
    asked.push({ question: question_, load });
    return load;
  };

  /** The members' values at a path of the other axis. */
  const listAt = (measure: Measure, at: MemberPath, period: Period): Listed => {
    if (at.length === 0) return listed;
    const query = pivotQuery(plan, period, {
      dimensions: [level.dimension],
      filters: crossFilters(plan, period, axis, path, at),
      measures: [measure],
      order: [[level.dimension.member, "asc"]],
      limit: limits.whole,
    });
    const question_ = question(axis, path, at, "order", query);
    const load = ask(question_);
    return (label) => ({
      load,
      row: load.answer && rowIn(place, load.answer, period, label),
      question: question_,
    });
  };

  const point = (own: MemberPath, across: MemberPath): Listed => {
    const found = askPoint(assembly, axis, own, across, "current");
    asked.push(found);
    return () => found;
  };

  /** What a share of a member is a share of. */
  const wholeAt = (
    { figure }: ValueKey,
    measure: Measure,
    at: MemberPath,
  ): Listed | undefined => {
    const rows = axis.name === "rows";
    switch (figure) {
      case "percent_of_total":
        return point([], []);
      case "percent_of_row":
        return rows ? listed : point([], at);
      case "percent_of_column":
        return rows ? point([], at) : listed;
      case "percent_of_parent":
        return rows
          ? point(path, at)
          : listAt(measure, at.slice(0, -1), "current");
      case "value":
      case "previous":
      case "delta":
      case "delta_percent":
      case "rank":
        return undefined;
    }
  };

  /** The ranks of a row among its siblings, column by column. */
  const rankAt = (measure: Measure, at: MemberPath): Reader => {
    const siblings = otherAxis(plan, axis).levels[at.length - 1];
    if (siblings === undefined) return () => null;
    const parent = at.slice(0, -1);
    const query = pivotQuery(plan, "current", {
      dimensions: [siblings.dimension, level.dimension],
      filters: crossFilters(plan, "current", axis, path, parent),
      measures: [measure],
      limit: limits.answer,
    });
    const { answer } = ask(question(axis, path, parent, "order", query));
    if (answer === undefined) return () => null;
    if (isFull(answer, limits.answer)) cutOff = true;
    const values = memoByAnswers([answer], level.dimension.member, () =>
      groupBy(answer.rows, (row) => row[level.dimension.member]),
    );
    const members = [level.dimension.member, siblings.dimension.member];
    const row = (label: string | null) =>
      rowOf(answer, members, [label, at.at(-1) ?? null]);
    return (label) => {
      const own = row(label);
      const all = own && values.get(own[level.dimension.member] ?? null);
      const rank = rankAmong(
        valueOf(own, measure),
        sortedValues((all ?? []).map((item) => valueOf(item, measure))),
      );
      // Orders take ranks the way round that values have: the first is largest.
      return rank === null ? null : -rank;
    };
  };

  const readerOf = (key: ValueKey): Reader | undefined => {
    const { figure } = key;
    const measure = rankingMeasure(assembly, key.measure);
    if (
      measure === undefined ||
      unavailable(figure, measure, comparison !== null) !== ""
    ) {
      return undefined;
    }
    const at =
      key.at.length > otherAxis(plan, axis).levels.length ? [] : key.at;
    if (figure === "rank" && axis.name === "columns") {
      return rankAt(measure, at);
    }
    const value = listAt(measure, at, "current");
    const previous = isCompared(figure)
      ? listAt(measure, at, "comparison")
      : undefined;
    const whole = wholeAt(key, measure, at);
    const read = (from: Listed | undefined, label: string | null, of: Period) =>
      valueOf(from?.(label, of)?.row, measure);
    return (label) =>
      figureValue(figure === "rank" ? "value" : figure, measure, {
        value: read(value, label, "current"),
        previous: read(previous, label, "comparison"),
        whole: read(whole, label, "current"),
      });
  };

  const readers = new Map(
    level.sort.flatMap((key) =>
      key.by === "label" ? [] : [[key, readerOf(key)] as const],
    ),
  );

  return {
    asked,
    /** An answer is the beginning of a longer one, so there is no order. */
    isCutOff: () => cutOff,
    /** A question whose answer the order still lacks. */
    missing: () => asked.find(({ load }) => load.answer === undefined),
    of: (label: string | null, key: ValueKey): number | null =>
      readers.get(key)?.(label) ?? null,
  };
}

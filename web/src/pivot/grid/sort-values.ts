import type { MemberPath } from "../member-path.ts";
import type { Axis, AxisLevel } from "../plan/axis.ts";
import { type Period, pivotQuery, WHOLE_ROWS } from "../plan/queries.ts";
import type { Figure } from "../state/pivot-state.ts";
import { rowOf } from "./answer-index.ts";
import type { Load, Question } from "./ask.ts";
import {
  askPoint,
  type Assembly,
  crossFilters,
  otherAxis,
  question,
  rankingMeasure,
  type RowLoad,
  valueOf,
} from "./assembly.ts";
import { figureValue, isCompared } from "./figures.ts";
import type { ValueKey } from "./ordering.ts";

interface Place {
  assembly: Assembly;
  axis: Axis;
  level: AxisLevel;
  path: MemberPath;
}

type Listed = (label: string | null, period: Period) => RowLoad | undefined;

/**
 * What members under a path are ordered by where the API cannot order them:
 * figures, at any path of the other axis.
 */
export function sortValues(place: Place, listed: Listed) {
  const { assembly, axis, level, path } = place;
  const { plan, ask } = assembly;
  const asked: { question: Question; load: Load }[] = [];

  /** The members' values at a path of the other axis. */
  const listAt = (key: ValueKey, at: MemberPath, period: Period): Listed => {
    if (at.length === 0) return listed;
    const measure = rankingMeasure(assembly, key.measure);
    const query = pivotQuery(plan, period, {
      dimensions: [level.dimension],
      filters: crossFilters(plan, axis, path, at),
      measures: measure === undefined ? [] : [measure],
      order: [[level.dimension.member, "asc"]],
      limit: WHOLE_ROWS,
    });
    const question_ = question(axis, path, at, "order", query);
    const load = ask(question_);
    asked.push({ question: question_, load });
    return (label) => ({
      load,
      row: load.answer && rowOf(load.answer, [level.dimension.member], [label]),
      question: question_,
    });
  };

  const point = (own: MemberPath, across: MemberPath) => {
    const found = askPoint(assembly, axis, own, across, "current");
    asked.push(found);
    return () => found;
  };

  /** What a share of a member is a share of. */
  const wholeAt = (key: ValueKey): Listed | (() => RowLoad | undefined) => {
    const figure: Figure = key.figure;
    const rows = axis.name === "rows";
    if (figure === "percent_of_total") return point([], []);
    if (figure === "percent_of_row") {
      return rows ? listed : point([], key.at);
    }
    if (figure === "percent_of_column") {
      return rows ? point([], key.at) : listed;
    }
    if (figure === "percent_of_parent") {
      return rows
        ? point(path, key.at)
        : listAt(key, key.at.slice(0, -1), "current");
    }
    return () => undefined;
  };

  const readers = new Map(
    level.sort.flatMap((key) => {
      if (key.by === "label") return [];
      const at =
        key.at.length > otherAxis(plan, axis).levels.length ? [] : key.at;
      const usable = { ...key, at };
      const reader = {
        value: listAt(usable, at, "current"),
        previous:
          plan.comparison !== null && isCompared(key.figure)
            ? listAt(usable, at, "comparison")
            : undefined,
        whole: wholeAt(usable),
        measure: rankingMeasure(assembly, key.measure),
      };
      return [[key, reader] as const];
    }),
  );

  return {
    /** A question whose answer the order still lacks. */
    missing: () => asked.find(({ load }) => load.answer === undefined),
    of(label: string | null, key: ValueKey): number | null {
      const reader = readers.get(key);
      if (reader?.measure === undefined) return null;
      const { measure } = reader;
      const at = (read: Listed | undefined, period: Period) =>
        valueOf(read?.(label, period)?.row, measure);
      return figureValue(
        key.figure === "rank" ? "value" : key.figure,
        measure,
        {
          value: at(reader.value, "current"),
          previous: at(reader.previous, "comparison"),
          whole: at(reader.whole, "current"),
        },
      );
    },
  };
}

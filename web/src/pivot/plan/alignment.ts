import type { Dimension } from "../../model/view.ts";
import { encodePath, type MemberPath } from "../member-path.ts";
import { isoWeek } from "../state/days.ts";
import type { Period } from "./queries.ts";

type Key = MemberPath[number];

/** What a key of the calendar is called in each period; null = it is in one only. */
export interface Pair {
  shown: string | null;
  compared: string | null;
}

/** Trading days, sorted, by the period they are of. */
export type PeriodDays = Readonly<Record<Period, readonly string[]>>;

/**
 * Where the members of the calendar stand in two periods: the n-th one under a
 * parent is compared with the n-th one under the parent's counterpart. Paths are
 * made of keys: the label in the shown period, or `vs` and the label in the other
 * one where that has more members. All other members have one label, their key.
 */
export interface Alignment {
  /** Tells apart the alignments of the same two ranges of days. */
  id: string;
  /** The label of a key under a path; NO_MEMBER when it has none in the period. */
  labelIn: (
    period: Period,
    levels: readonly Dimension[],
    parent: MemberPath,
    key: Key,
  ) => Key;
  /** The labels of keys under a path, to filter by: those there are, or NO_MEMBER. */
  labelsIn: (
    period: Period,
    levels: readonly Dimension[],
    parent: MemberPath,
    keys: readonly Key[],
  ) => Key[];
  /** The labels along a path. */
  pathIn: (
    period: Period,
    levels: readonly Dimension[],
    path: MemberPath,
  ) => MemberPath;
  /** The key of a label found under a path of keys. */
  keyOf: (
    period: Period,
    levels: readonly Dimension[],
    parent: MemberPath,
    label: Key,
  ) => Key;
  /** Both labels of a path's last key; undefined = it is no key of the calendar. */
  pairOf: (levels: readonly Dimension[], path: MemberPath) => Pair | undefined;
}

/** A label that no member of the calendar has. */
export const NO_MEMBER = "no member";

// Sorts after all labels, which begin with a year.
const ONLY_COMPARED = "vs ";

/** Levels of the calendar by name, and the member a day lies in, as the model has it. */
const CALENDAR: ReadonlyMap<string, (day: string) => string> = new Map([
  ["trade_year", (day) => day.slice(0, 4)],
  [
    "trade_quarter",
    (day) => `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`,
  ],
  ["trade_month", (day) => day.slice(0, 7)],
  ["trade_week", isoWeek],
  ["trade_day", (day) => day],
]);

/** The members under one path of keys. */
interface Pairs {
  memberOf: (day: string) => string;
  days: PeriodDays;
  byKey: ReadonlyMap<string, Pair>;
  keys: ReadonlyMap<string, string>;
}

function pairsOf(memberOf: (day: string) => string, days: PeriodDays): Pairs {
  const shown = [...new Set(days.current.map(memberOf))];
  const compared = [...new Set(days.comparison.map(memberOf))];
  const byKey = new Map<string, Pair>();
  const keys = new Map<string, string>();
  for (let at = 0; at < Math.max(shown.length, compared.length); at += 1) {
    const pair = { shown: shown[at] ?? null, compared: compared[at] ?? null };
    const key = pair.shown ?? `${ONLY_COMPARED}${pair.compared}`;
    byKey.set(key, pair);
    if (pair.compared !== null) keys.set(pair.compared, key);
  }
  return { memberOf, days, byKey, keys };
}

const isOnlyCompared = (key: string) => key.startsWith(ONLY_COMPARED);

function labelOf({ byKey }: Pairs, period: Period, key: Key): Key {
  if (key === null) return null;
  const pair = byKey.get(key);
  if (pair !== undefined) {
    return (period === "current" ? pair.shown : pair.compared) ?? NO_MEMBER;
  }
  // A filter may name a day of neither period, or one that is only compared.
  return period === "current" && !isOnlyCompared(key) ? key : NO_MEMBER;
}

/** Aligns the members of two periods. */
export function alignPeriods(days: PeriodDays): Alignment {
  const found = new Map<string, Pairs>();

  const daysUnder = (
    levels: readonly Dimension[],
    path: MemberPath,
  ): PeriodDays => {
    if (path.length === 0) return days;
    const parent = path.slice(0, -1);
    const key = path.at(-1) ?? null;
    const pairs = pairsUnder(levels, parent);
    if (pairs === undefined) return daysUnder(levels, parent);
    const under = (period: Period) => {
      const label = labelOf(pairs, period, key);
      return pairs.days[period].filter((day) => pairs.memberOf(day) === label);
    };
    return { current: under("current"), comparison: under("comparison") };
  };

  /** undefined = the level is none of the calendar. */
  function pairsUnder(
    levels: readonly Dimension[],
    parent: MemberPath,
  ): Pairs | undefined {
    const level = levels[parent.length]?.name ?? "";
    const memberOf = CALENDAR.get(level);
    if (memberOf === undefined) return undefined;
    const names = levels.slice(0, parent.length).map(({ name }) => name);
    const place = `${[...names, level].join()} ${encodePath(parent)}`;
    const pairs =
      found.get(place) ?? pairsOf(memberOf, daysUnder(levels, parent));
    found.set(place, pairs);
    return pairs;
  }

  const labelIn: Alignment["labelIn"] = (period, levels, parent, key) => {
    const pairs = pairsUnder(levels, parent);
    return pairs === undefined ? key : labelOf(pairs, period, key);
  };

  return {
    id: `${days.current.length} ${days.comparison.length}`,
    labelIn,
    labelsIn(period, levels, parent, keys) {
      const labels = [
        ...new Set(keys.map((key) => labelIn(period, levels, parent, key))),
      ];
      const members = labels.filter((label) => label !== NO_MEMBER);
      return members.some((label) => label !== null) ? members : labels;
    },
    pathIn: (period, levels, path) =>
      path.map((key, at) => labelIn(period, levels, path.slice(0, at), key)),
    keyOf(period, levels, parent, label) {
      if (period === "current" || label === null) return label;
      return pairsUnder(levels, parent)?.keys.get(label) ?? label;
    },
    pairOf: (levels, path) =>
      pairsUnder(levels, path.slice(0, -1))?.byKey.get(path.at(-1) ?? ""),
  };
}

/** Of a pivot that compares nothing: every member has one label. */
export const NOT_ALIGNED: Alignment = {
  id: "",
  labelIn: (_period, _levels, _parent, key) => key,
  labelsIn: (_period, _levels, _parent, keys) => [...keys],
  pathIn: (_period, _levels, path) => path,
  keyOf: (_period, _levels, _parent, label) => label,
  pairOf: () => undefined,
};

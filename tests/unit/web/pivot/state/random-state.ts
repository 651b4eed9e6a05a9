import type { PRNG } from "seedrandom";
import type { MemberPath } from "../../../../../web/src/pivot/member-path.ts";
import {
  COMPARISONS,
  type Comparison,
  FIGURES,
  FILTER_OPERATORS,
  HEAT_SCALES,
  type LevelOptions,
  type PivotFilter,
  type PivotState,
  RELATIVE_DATES,
  type SortKey,
  type ValueField,
} from "../../../../../web/src/pivot/state/pivot-state.ts";
import { fieldLevels } from "../../../../../web/src/pivot/state/view-fields.ts";
import { VIEW } from "./view-fixture.ts";

// Everything that means something in a path, a list or a URL, and some that
// does elsewhere.
const PIECES = [
  ..."~/,:;.-_+&=#?%!'()* \"<>\\|",
  ..."\0\n\r\t\u00a0\u2028\ufeff",
  ..."aZ0éß漢עא",
  "😀",
  "e\u0301",
  "\ud800",
  "\udfff",
  "~0",
  "~e",
  "~d",
  "~ud800",
  "%2C",
  "%",
  "..",
  "__proto__",
  "null",
];

/** Seeded choices. */
export const chooser = (random: PRNG) => {
  const below = (end: number) => Math.floor(random() * end);
  const one = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error("nothing to choose from");
    return item;
  };
  const some = <T>(most: number, make: () => T): T[] =>
    Array.from({ length: below(most + 1) }, make);
  const flip = () => random() < 0.5;
  const key = (): string | null =>
    random() < 0.1 ? null : some(5, () => one(PIECES)).join("");
  const path = (length: number): MemberPath =>
    Array.from({ length }, () => (flip() ? one(["A", "B", null, ""]) : key()));
  return { below, one, some, flip, key, path };
};

export type Chooser = ReturnType<typeof chooser>;

const DAYS = ["2025-12-31", "2026-01-02", "2026-02-28", "2026-03-31"];

const range = ({ below, one }: Chooser) => {
  const start = below(DAYS.length);
  return [DAYS[start] ?? "", one(DAYS.slice(start))] as const;
};

const value = ({ one, flip, below }: Chooser): ValueField => ({
  measure: one(VIEW.measures).name,
  figure: flip() ? "value" : one(FIGURES),
  heat: one(HEAT_SCALES),
  bar: flip(),
  ...(flip() ? { width: below(900) } : {}),
});

const sortKey = (
  { one, flip, below, path }: Chooser,
  values: readonly ValueField[],
): SortKey => {
  const descending = flip();
  if (values.length === 0 || flip()) return { by: "label", descending };
  const { measure, figure } = one(values);
  return { by: "value", measure, figure, at: path(below(3)), descending };
};

const options = (
  choose: Chooser,
  values: readonly ValueField[],
): LevelOptions => ({
  sort: choose.some(2, () => sortKey(choose, values)),
  top: choose.flip()
    ? {
        ...(choose.flip()
          ? { count: 1 + choose.below(20) }
          : { bound: choose.one([0, -2.5, 1e-7, 1e21, 1 / 3, -1_000_000]) }),
        measure: choose.one(VIEW.measures).name,
        bottom: choose.flip(),
        other: choose.flip(),
      }
    : null,
});

const field = (choose: Chooser, values: readonly ValueField[]) => {
  const { one, flip } = choose;
  const { name } = flip() ? one(VIEW.hierarchies) : one(VIEW.dimensions);
  const from = flip() ? null : one(VIEW.dimensions).name;
  const levels = fieldLevels(VIEW, { name, from })
    .filter(flip)
    .map((level) => [level.name, options(choose, values)] as const);
  return {
    name,
    from,
    levels: Object.fromEntries(levels),
    subtotals: flip(),
    ...(name === "instrument" && flip() ? { standsFor: "holdings" } : {}),
  };
};

export const randomFilter = (choose: Chooser): PivotFilter => {
  const { one, some, flip, key, path, below } = choose;
  if (flip()) {
    const dimensions = [
      ...new Set(some(3, () => one(VIEW.dimensions).name)),
      "is_etf",
    ];
    const keys = path(dimensions.length);
    return { kind: "path", dimensions, path: keys, keep: flip() };
  }
  const { name, type } = one(VIEW.dimensions);
  const values = () => (type === "number" ? String(below(99) - 9.5) : key());
  return {
    kind: "member",
    dimension: name,
    operator: one(FILTER_OPERATORS),
    values: some(3, values),
  };
};

/**
 * Any state of the view, with all there is to a state in use; not every one is
 * valid, e.g. for a measure that is sorted by may have no figure of that kind.
 */
export function randomState(choose: Chooser): PivotState {
  const { one, some, flip, below, path } = choose;
  const values = some(4, () => value(choose));
  const axis = () => ({
    fields: some(2, () => field(choose, values)),
    sort: some(2, () => sortKey(choose, values)),
    expanded: some(6, () => path(1 + below(4))),
  });
  const comparison = (): Comparison =>
    flip() ? one(COMPARISONS) : range(choose);
  return {
    view: VIEW.name,
    rows: axis(),
    columns: axis(),
    values,
    filters: some(3, () => randomFilter(choose)),
    mode: one(["as_traded", "look_through"]),
    dates: one([null, one(RELATIVE_DATES), range(choose)]),
    comparison: flip() ? comparison() : null,
    layout: one(["compact", "tabular"]),
    labelWidths: {
      names: flip() ? below(900) : null,
      levels: Object.fromEntries(
        some(3, () => [one(VIEW.dimensions).name, below(900)] as const),
      ),
    },
    totals: one(["top", "bottom"]),
  };
}

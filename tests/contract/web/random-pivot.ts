import type { View } from "../../../web/src/model/view.ts";
import {
  type AxisField,
  type AxisState,
  FIGURES,
  type PivotFilter,
  type PivotState,
  type SortKey,
  type Cut,
} from "../../../web/src/pivot/state/pivot-state.ts";
import { NO_LABEL_WIDTHS } from "../../../web/src/pivot/state/widths.ts";
import type { Path } from "./pivot-facts.ts";

export interface Chooser {
  below: (end: number) => number;
  one: <T>(items: readonly T[]) => T;
  some: <T>(items: readonly T[], most: number) => T[];
  chance: (share: number) => boolean;
}

export function chooser(random: () => number): Chooser {
  const below = (end: number) => Math.floor(random() * end);
  const one = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error("nothing to choose from");
    return item;
  };
  return {
    below,
    one,
    some: (items, most) => {
      const count = Math.min(below(most + 1), items.length);
      const chosen = new Set<(typeof items)[number]>();
      while (chosen.size < count) chosen.add(one(items));
      return [...chosen];
    },
    chance: (share) => random() < share,
  };
}

/** Of as many members as there are trades; dates, whose text has no filter. */
const LEFT_OUT = new Set(
  "trade_id order_id ts trade_date trade_quantity price trade_notional".split(
    " ",
  ),
);
const NARROW =
  "desk strategy region country asset_class product exposure_type currency trade_month trade_week trade_day trade_day instrument_type side risk_bucket scenario underlying_asset_class sector".split(
    " ",
  );

/** Pills of an axis that share no level with those in use. */
function randomFields(
  { one, below, chance }: Chooser,
  view: View,
  axis: "rows" | "columns",
  used: Set<string>,
): AxisField[] {
  const plain = view.dimensions
    .map(({ name }) => name)
    .filter((name) => !LEFT_OUT.has(name));
  return Array.from({ length: below(3) }, () => {
    const hierarchy = chance(0.5) ? one(view.hierarchies) : undefined;
    const name = hierarchy?.name ?? one(axis === "rows" ? plain : NARROW);
    const from =
      hierarchy !== undefined && chance(0.5)
        ? one(hierarchy.levels).name
        : null;
    return { name, from, levels: {}, subtotals: true };
  }).filter((field) => {
    const levels = levelNames(view, field);
    const free = levels.every((level) => !used.has(level));
    if (free) for (const level of levels) used.add(level);
    return free;
  });
}

export function levelNames(
  view: View,
  { name, from }: Pick<AxisField, "name" | "from">,
): string[] {
  const levels = view.hierarchies
    .find((item) => item.name === name)
    ?.levels.map((level) => level.name) ?? [name];
  return levels.slice(Math.max(0, levels.indexOf(from ?? "")));
}

export function randomFilters(
  { one, some, chance }: Chooser,
  samples: Record<string, readonly string[]>,
): PivotFilter[] {
  const names = Object.keys(samples).filter((name) => !LEFT_OUT.has(name));
  return some(names, 2).map((dimension): PivotFilter => {
    const value = () => one(samples[dimension] ?? []);
    if (chance(0.25)) {
      const second = one(names.filter((name) => name !== dimension));
      return {
        kind: "path",
        dimensions: [dimension, second],
        path: [value(), one(samples[second] ?? [])],
        keep: chance(0.3),
      };
    }
    const texts = "contains notContains startsWith endsWith".split(" ");
    const operator = one([
      "equals",
      "notEquals",
      "notEquals",
      "set",
      ...(dimension.endsWith("_id") ? ["gt", "lte"] : texts),
    ]) as Extract<PivotFilter, { kind: "member" }>["operator"];
    const values = operator === "set" ? [] : [value()];
    if (operator === "equals" || operator === "notEquals") {
      values.push(value(), value());
    }
    const part = (text: string) =>
      operator === "endsWith" ? text.slice(-1) : text.slice(0, 2);
    return {
      kind: "member",
      dimension,
      operator,
      values: [
        ...new Set(texts.includes(operator) ? values.map(part) : values),
      ],
    };
  });
}

/** Fields, values, filters and mode; sorts, top-Ns and open members come later. */
export function randomFieldsState(
  choose: Chooser,
  view: View,
  samples: Record<string, readonly string[]>,
  turn: number,
): PivotState {
  const { one, some, chance } = choose;
  const mode = one(["as_traded", "look_through"] as const);
  const used = new Set<string>();
  const axis = (name: "rows" | "columns"): AxisState => ({
    fields: randomFields(choose, view, name, used),
    sort: [],
    expanded: [],
  });
  // Every measure takes its turn; the others are drawn.
  const measures = [
    view.measures[turn % view.measures.length] ?? one(view.measures),
    ...some(view.measures, 2),
  ];
  return {
    view: view.name,
    rows: axis("rows"),
    columns: axis("columns"),
    values: [...new Set(measures)].flatMap(({ name }) =>
      [...new Set(["value" as const, ...some(FIGURES, 1)])].map((figure) => ({
        measure: name,
        figure,
        heat: "off",
        bar: false,
      })),
    ),
    filters: chance(0.6) ? randomFilters(choose, samples) : [],
    mode,
    dates: null,
    comparison: null,
    layout: "compact",
    labelWidths: NO_LABEL_WIDTHS,
    totals: "top",
  };
}

/** Sorts, top-Ns and open members of an axis, on members that there are. */
export function withRandomOptions(
  { one, some, chance, below }: Chooser,
  view: View,
  state: PivotState,
  axis: "rows" | "columns",
  paths: Record<"rows" | "columns", readonly Path[]>,
  measures: readonly string[],
): AxisState {
  const across = paths[axis === "rows" ? "columns" : "rows"];
  const measure = () => one(measures);
  const key = (): SortKey =>
    chance(0.3)
      ? { by: "label", descending: chance(0.5) }
      : {
          by: "value",
          measure: measure(),
          figure: chance(0.5) ? "value" : one(FIGURES),
          at: across.length > 0 && chance(0.6) ? one(across) : [],
          descending: chance(0.5),
        };
  const keys = () => Array.from({ length: below(3) }, key);
  const top = (): Cut => {
    const by = {
      measure: measure(),
      bottom: chance(0.3),
      other: chance(0.7),
    };
    // No round numbers, on which sums may come to lie but for rounding.
    return chance(0.3)
      ? {
          ...by,
          bound: one([-1, 1, 1, 1]) * (1.0000037 + below(9)) * 10 ** below(7),
        }
      : { ...by, count: 1 + below(5) };
  };
  return {
    fields: state[axis].fields.map((field) => ({
      ...field,
      levels: Object.fromEntries(
        levelNames(view, field)
          .filter(() => chance(0.4))
          .map((name) => [
            name,
            {
              sort: chance(0.5) ? keys() : [],
              top: chance(0.6) ? top() : null,
            },
          ]),
      ),
    })),
    sort: keys(),
    expanded: some(paths[axis], 3).flatMap((path) =>
      path.map((_, index) => path.slice(0, index + 1)),
    ),
  };
}

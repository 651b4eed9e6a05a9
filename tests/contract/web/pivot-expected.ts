import type { Measure, View } from "../../../web/src/model/view.ts";
import type {
  Figure,
  PivotState,
  SortKey,
  Cut,
} from "../../../web/src/pivot/state/pivot-state.ts";
import { near, type Near, quotient } from "./near.ts";
import type { Key, Path, Period, PivotFacts, Rest } from "./pivot-facts.ts";

const COUNTS = /_(count|days)$/;

export type Place = Path | Rest;
const isRest = (place: Place): place is Rest => "path" in place;
const parentOf = (place: Place): Path =>
  isRest(place) ? place.path : place.slice(0, -1);

/** What a pivot must show, said again from the facts. */
export class ExpectedPivot {
  readonly #view: View;
  readonly #state: PivotState;
  readonly #facts: PivotFacts;
  readonly #compared: boolean;

  constructor(
    view: View,
    state: PivotState,
    facts: PivotFacts,
    compared: boolean,
  ) {
    this.#view = view;
    this.#state = state;
    this.#facts = facts;
    this.#compared = compared;
  }

  /** The measure, or its twin, that counts in the state's mode. */
  measure(name: string) {
    const find = (wanted: string | undefined) =>
      this.#view.measures.find((item) => item.name === wanted);
    const counts = (item: ReturnType<typeof find>) =>
      item?.mode === "any" || item?.mode === this.#state.mode;
    const measure = find(name);
    if (counts(measure)) return measure;
    const twin = find(measure?.twin);
    return counts(twin) ? twin : undefined;
  }

  async value(
    row: Place,
    column: Place,
    measure: string,
    period: Period = "current",
  ): Promise<number | null> {
    return (await this.#facts.at(row, column, period))?.[measure] ?? null;
  }

  /** A figure of a cell; a rank as that of the cell's own value. */
  async figure(
    row: Place,
    column: Place,
    name: string,
    figure: Figure,
  ): Promise<Near> {
    const measure = this.measure(name);
    const none = near(null);
    if (measure === undefined) return none;
    const at = (own: Place, across: Place, period: Period = "current") =>
      this.value(own, across, measure.name, period);
    const value = await at(row, column);
    const share = async (own: Place, across: Place): Promise<Near> => {
      const whole = await at(own, across);
      return !measure.additive || value === null || whole === null
        ? none
        : quotient(value, whole);
    };
    switch (figure) {
      case "value":
      case "rank":
        return near(value);
      case "percent_of_parent":
        return share(parentOf(row), column);
      case "percent_of_row":
        return share(row, []);
      case "percent_of_column":
        return share([], column);
      case "percent_of_total":
        return share([], []);
      case "previous":
      case "delta":
      case "delta_percent": {
        if (!this.#compared) return none;
        const previous = await at(row, column, "comparison");
        if (figure === "previous") return near(previous);
        const known = measure.additive
          ? value !== null || previous !== null
          : value !== null && previous !== null;
        if (!known) return none;
        const delta = (value ?? 0) - (previous ?? 0);
        if (figure === "delta") return near(delta, value, previous);
        return previous === null
          ? none
          : this.#change(delta, Math.abs(previous), value ?? 0, measure);
      }
    }
  }

  /** None of what is shown as 0, nor of 1e-9 of the value: that may be rounding. */
  #change(
    delta: number,
    base: number,
    value: number,
    { format, name }: Measure,
  ): Near {
    const [, kind, places] =
      /"([a-z]+)_(\d)"/.exec(JSON.stringify(format)) ?? [];
    if (kind === undefined)
      throw new Error(`${name} has a format of another kind`);
    const digits = Number(places) + (kind === "percent" ? 2 : 0);
    const least = Math.max(0.5 / 10 ** digits, 1e-9 * Math.abs(value));
    const unsure = near(base).tolerance;
    if (base < least - unsure) return near(null);
    const change = quotient(delta, base);
    return base < least + unsure ? { ...change, tolerance: Infinity } : change;
  }

  /** All members under a path, of both periods. */
  async members(axis: "rows" | "columns", path: Path): Promise<Key[]> {
    const periods: Period[] = this.#compared
      ? ["current", "comparison"]
      : ["current"];
    const lists = await Promise.all(
      periods.map((period) => this.#facts.paths(axis, period)),
    );
    const under = lists
      .flat()
      .filter(
        (item) =>
          item.length === path.length + 1 &&
          path.every((key, index) => key === item[index]),
      );
    return [...new Set(under.map((item) => item[path.length] ?? null))];
  }

  /** The smallest and the largest rank that rounding allows among all siblings. */
  async rank(row: Path, column: Place, name: string) {
    const own = await this.figure(row, column, name, "value");
    if (own.value === null) return null;
    const path = row.slice(0, -1);
    let [least, most] = [1, 1];
    for (const key of await this.members("rows", path)) {
      if (key === row.at(-1)) continue;
      const { value } = await this.figure(
        [...path, key],
        column,
        name,
        "value",
      );
      if (value === null) continue;
      if (value > own.value + own.tolerance) least += 1;
      if (value > own.value - own.tolerance) most += 1;
      // Equal counts share a rank; equal sums may differ by rounding.
      if (value === own.value && COUNTS.test(name)) most -= 1;
    }
    return { least, most };
  }

  /** Each member's values in the order's terms, to compare any two by. */
  async order(
    axis: "rows" | "columns",
    path: Path,
    members: readonly Key[],
    keys: readonly SortKey[],
    numeric: boolean,
  ): Promise<(one: Key, other: Key) => number> {
    const columns = await Promise.all(
      keys.map(async (key) => {
        if (key.by === "label") return undefined;
        const entries = members.map(async (label) => {
          const own = [...path, label];
          const [row, column] = axis === "rows" ? [own, key.at] : [key.at, own];
          // Among siblings, the order of ranks is that of the values, reversed.
          const rank =
            key.figure === "rank" && axis === "columns"
              ? row.length === 0
                ? null
                : await this.rank(row, column, key.measure)
              : undefined;
          const value: Near =
            rank === undefined
              ? await this.figure(row, column, key.measure, key.figure)
              : {
                  value: rank?.least ?? null,
                  tolerance: (rank?.most ?? 0) - (rank?.least ?? 0),
                };
          return [label, value] as const;
        });
        return new Map(await Promise.all(entries));
      }),
    );
    const labels = (one: Key, other: Key) => {
      const [a, b] = numeric
        ? [Number(one), Number(other)]
        : [one ?? "", other ?? ""];
      return a === b ? 0 : a < b ? -1 : 1;
    };
    return (one, other) => {
      for (const [index, key] of keys.entries()) {
        const values = columns[index];
        if (values === undefined) {
          const result = labels(one, other) * (key.descending ? -1 : 1);
          if (result !== 0) return result;
          continue;
        }
        const [a, b] = [values.get(one), values.get(other)];
        const [left, right] = [a?.value ?? null, b?.value ?? null];
        if (a?.tolerance === Infinity || b?.tolerance === Infinity) return 0;
        // Equal sums may differ elsewhere by rounding; counts do not.
        const exact = key.by === "value" && COUNTS.test(key.measure);
        if (left === right && (left === null || exact)) continue;
        if (left === null) return 1;
        if (right === null) return -1;
        // Rounding may decide between them.
        if (
          Math.abs(left - right) <=
          (a?.tolerance ?? 0) + (b?.tolerance ?? 0)
        ) {
          return 0;
        }
        const descending =
          key.by === "value" && key.figure === "rank" && axis === "rows"
            ? !key.descending
            : key.descending;
        return (left < right ? -1 : 1) * (descending ? -1 : 1);
      }
      return labels(one, other);
    };
  }

  /**
   * How many members a cut keeps, and which where their values decide that;
   * undefined = all.
   */
  async kept(
    axis: "rows" | "columns",
    path: Path,
    all: readonly Key[],
    cut: Cut | null,
  ): Promise<{ count: number; members?: ReadonlySet<Key> } | undefined> {
    if (cut === null) return undefined;
    if (!("bound" in cut)) return { count: Math.min(cut.count, all.length) };
    const { bound, bottom, measure } = cut;
    const values = await Promise.all(
      all.map(async (label) => {
        const own = [...path, label];
        const [row, column] = axis === "rows" ? [own, []] : [[], own];
        return (await this.figure(row, column, measure, "value")).value;
      }),
    );
    const members = all.filter((_, index) => {
      const value = values[index] ?? null;
      return value !== null && (bottom ? value <= bound : value >= bound);
    });
    return { count: members.length, members: new Set(members) };
  }

  /** The order a cut ranks by. */
  rankedBy = ({ measure, bottom }: Cut): SortKey[] =>
    this.measure(measure) === undefined
      ? []
      : [
          {
            by: "value",
            measure,
            figure: "value",
            at: [],
            descending: !bottom,
          },
        ];
}

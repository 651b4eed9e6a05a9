import type { MemberPath } from "../member-path.ts";
import type { AxisState, Cut, Figure, SortKey } from "./pivot-state.ts";

/** What a header click sorts by: the members' own order, or a value column. */
export type SortTarget =
  | { by: "label" }
  | { by: "value"; measure: string; figure: Figure; at: MemberPath };

/** One text per target, to tell them apart. */
export const targetKey = (target: SortTarget): string =>
  target.by === "label"
    ? ""
    : JSON.stringify([target.measure, target.figure, target.at]);

const sortKey = (target: SortTarget, descending: boolean): SortKey =>
  target.by === "label"
    ? { by: "label", descending }
    : {
        by: "value",
        measure: target.measure,
        figure: target.figure,
        at: target.at,
        descending,
      };

/**
 * A header click: descending, ascending, then the model's order again. Without
 * `add` (Shift) the other keys go; with it they stay, and a new one comes last.
 */
export function nextSort(
  sort: readonly SortKey[],
  target: SortTarget,
  add: boolean,
): SortKey[] {
  const index = sort.findIndex((key) => targetKey(key) === targetKey(target));
  const current = sort[index];
  const changed =
    current === undefined
      ? [sortKey(target, true)]
      : current.descending
        ? [sortKey(target, false)]
        : [];
  if (!add) return changed;
  if (current === undefined) return [...sort, ...changed];
  return sort.toSpliced(index, 1, ...changed);
}

/** Changes every list of sort keys of an axis and every cut, level by level. */
export const mapOptions = (
  axis: AxisState,
  sort: (keys: readonly SortKey[]) => readonly SortKey[],
  top: (top: Cut) => Cut | null = (same) => same,
): AxisState => ({
  ...axis,
  sort: sort(axis.sort),
  fields: axis.fields.map((field) => ({
    ...field,
    levels: Object.fromEntries(
      Object.entries(field.levels).map(([level, options]) => [
        level,
        {
          sort: sort(options.sort),
          top: options.top === null ? null : top(options.top),
        },
      ]),
    ),
  })),
});

/** Changes the sorts by a value in a list of keys. */
export const mapValueKeys =
  (change: (key: SortKey & { by: "value" }) => SortKey) =>
  (keys: readonly SortKey[]): SortKey[] =>
    keys.map((key) => (key.by === "value" ? change(key) : key));

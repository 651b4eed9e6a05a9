import { ancestors, encodePath, type MemberPath } from "../member-path.ts";
import { encodeItem, encodeParameters } from "./codec-text.ts";
import { isThreshold } from "./cuts.ts";
import type {
  AxisField,
  AxisState,
  Comparison,
  Cut,
  Dates,
  LabelWidths,
  PivotFilter,
  PivotState,
  SortKey,
  ValueField,
} from "./pivot-state.ts";

export { type DecodedState, decodeState } from "./decode.ts";

/** Of the links this page writes. */
export const STATE_VERSION = "2";

type Parameter = readonly [name: string, value: string];

const list = <T>(items: readonly T[], parts: (item: T) => MemberPath[]) =>
  items.map((item) => encodeItem(parts(item))).join(",");

const fieldParts = ({ name, from, subtotals, standsFor }: AxisField) => [
  [name],
  ...(from === null ? [] : [["from", from]]),
  ...(subtotals ? [] : [["flat"]]),
  ...(standsFor === undefined ? [] : [["for", standsFor]]),
];

function sortParts(key: SortKey): MemberPath[] {
  const sign = key.descending ? "-" : "";
  if (key.by === "label") return [[`${sign}label`]];
  const { measure, figure, at } = key;
  // A measure called "label" is told from the labels by its figure.
  const isPlain = figure === "value" && at.length === 0 && measure !== "label";
  return [[`${sign}${measure}`], ...(isPlain ? [] : [[figure], at])];
}

function topParts(level: string, cut: Cut): MemberPath[] {
  const { measure, bottom, other } = cut;
  const flags = other ? [["other"]] : [];
  return isThreshold(cut)
    ? [
        [level],
        [bottom ? "most" : "least", String(cut.bound)],
        [measure],
        ...flags,
      ]
    : [
        [level],
        [String(cut.count)],
        [measure],
        ...(bottom ? [["bottom"]] : []),
        ...flags,
      ];
}

const valueParts = ({ measure, figure, heat, bar, width }: ValueField) => [
  [measure],
  ...(figure === "value" ? [] : [[figure]]),
  ...(heat === "off" ? [] : [["heat", heat]]),
  ...(bar ? [["bar"]] : []),
  ...(width === undefined ? [] : [["width", String(width)]]),
];

const filterParts = (filter: PivotFilter): MemberPath[] =>
  filter.kind === "member"
    ? [[filter.operator], [filter.dimension], filter.values]
    : [[filter.keep ? "keep" : "exclude"], filter.dimensions, filter.path];

/** An open member implies that those above it are open. */
function innermost(expanded: readonly MemberPath[]) {
  const inner = new Set(
    expanded.flatMap((path) => ancestors(path).map(encodePath)),
  );
  return expanded.filter((path) => !inner.has(encodePath(path)));
}

function axisParameters(name: string, axis: AxisState): Parameter[] {
  const levels = axis.fields.flatMap((field) => Object.entries(field.levels));
  const tops = levels.flatMap(([level, { top }]) =>
    top === null ? [] : [{ level, top }],
  );
  return [
    [name, list(axis.fields, fieldParts)],
    [`${name}.sort`, list(axis.sort, sortParts)],
    ...levels.map(([level, { sort }]): Parameter => [
      `${name}.sort.${level}`,
      list(sort, sortParts),
    ]),
    [`${name}.top`, list(tops, ({ level, top }) => topParts(level, top))],
    [`${name}.open`, list(innermost(axis.expanded), (path) => [path])],
  ];
}

const widthItems = ({ names, levels }: LabelWidths): MemberPath[][] => [
  ...(names === null ? [] : [[[String(names)]]]),
  ...Object.entries(levels).map(([level, width]) => [[level], [String(width)]]),
];

const days = (range: Dates | Comparison) =>
  range === null || typeof range === "string"
    ? (range ?? "")
    : range.join("..");

/**
 * State → query string, without the question mark. Options that stand at their
 * default are left out, whatever the view's default pivot is, so a link keeps
 * its meaning when that one changes.
 */
export const encodeState = (state: PivotState): string =>
  encodeParameters([
    ["v", STATE_VERSION],
    ["view", state.view],
    ...axisParameters("rows", state.rows),
    ...axisParameters("columns", state.columns),
    ["values", list(state.values, valueParts)],
    ["filters", list(state.filters, filterParts)],
    ["mode", state.mode === "as_traded" ? "" : state.mode],
    ["dates", days(state.dates)],
    ["compare", days(state.comparison)],
    ["layout", state.layout === "compact" ? "" : state.layout],
    ["widths", list(widthItems(state.labelWidths), (parts) => parts)],
    ["totals", state.totals === "top" ? "" : state.totals],
  ]);

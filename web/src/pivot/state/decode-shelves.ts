import type { MemberPath } from "../member-path.ts";
import { decodeItem, splitList } from "./codec-text.ts";
import {
  FIGURES,
  FILTER_OPERATORS,
  HEAT_SCALES,
  type LabelWidths,
  type PivotFilter,
  type ValueField,
} from "./pivot-state.ts";
import { valueField } from "./default-state.ts";
import { quote } from "./view-fields.ts";

/** The only name of a part; undefined when it has none or several, or null. */
export const onlyName = (part: MemberPath | undefined): string | undefined =>
  part?.length === 1 ? (part[0] ?? undefined) : undefined;

/** Whether a column can be that wide is not checked here. */
const decodePixels = (text: string | null | undefined): number | undefined =>
  /^\d{1,9}$/.test(text ?? "") ? Number(text) : undefined;

function decodeValue(item: string, messages: string[]): ValueField | undefined {
  const [first, ...options] = decodeItem(item) ?? [];
  const measure = onlyName(first);
  if (measure === undefined) {
    messages.push(`Value ${quote(item)} names no measure: left out`);
    return undefined;
  }
  const value = valueField(measure);
  for (const option of options) {
    const [name, scale] = option;
    const figure = FIGURES.find((known) => known === onlyName(option));
    const heat = HEAT_SCALES.find((known) => known === scale);
    const pair = option.length === 2 ? name : undefined;
    const width = decodePixels(scale);
    if (figure !== undefined) value.figure = figure;
    else if (onlyName(option) === "bar") value.bar = true;
    else if (pair === "heat" && heat !== undefined) value.heat = heat;
    else if (pair === "width" && width !== undefined) value.width = width;
    else {
      messages.push(
        `Unknown option ${quote(option.join("/"))} of value ${quote(measure)}: left out`,
      );
    }
  }
  return value;
}

/** The values of a link; names of measures are not checked here. */
export const decodeValues = (text: string, messages: string[]): ValueField[] =>
  splitList(text).flatMap((item) => decodeValue(item, messages) ?? []);

function decodeFilter(item: string): PivotFilter | undefined {
  const [first, names, path = [], ...rest] = decodeItem(item) ?? [];
  const kind = onlyName(first);
  if (kind === undefined || names === undefined || rest.length > 0) {
    return undefined;
  }
  if (kind === "keep" || kind === "exclude") {
    const dimensions = names.filter((name) => name !== null);
    return { kind: "path", dimensions, path, keep: kind === "keep" };
  }
  const operator = FILTER_OPERATORS.find((known) => known === kind);
  const dimension = onlyName(names);
  return operator === undefined || dimension === undefined
    ? undefined
    : { kind: "member", dimension, operator, values: path };
}

/** The filters of a link; names of dimensions are not checked here. */
export const decodeFilters = (
  text: string,
  messages: string[],
): PivotFilter[] =>
  splitList(text).flatMap((item) => {
    const filter = decodeFilter(item);
    if (filter === undefined) {
      messages.push(`Filter ${quote(item)} cannot be read: left out`);
    }
    return filter ?? [];
  });

/** The widths of row names of a link; names of levels are not checked here. */
export function decodeLabelWidths(
  text: string,
  messages: string[],
): LabelWidths {
  let names: number | null = null;
  const levels = new Map<string, number>();
  for (const item of splitList(text)) {
    const parts = (decodeItem(item) ?? []).map(onlyName);
    const [level] = parts;
    const width = decodePixels(parts.at(-1));
    if (width !== undefined && parts.length === 1) names = width;
    else if (width !== undefined && parts.length === 2 && level !== undefined) {
      levels.set(level, width);
    } else messages.push(`Width ${quote(item)} cannot be read: left out`);
  }
  return { names, levels: Object.fromEntries(levels) };
}

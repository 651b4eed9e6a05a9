import type { View } from "../../model/view.ts";
import type { MemberPath } from "../member-path.ts";
import { decodeItem, splitList } from "./codec-text.ts";
import { onlyName } from "./decode-shelves.ts";
import { axisField } from "./default-state.ts";
import {
  type AxisField,
  type AxisState,
  type Cut,
  FIGURES,
  type LevelOptions,
  type SortKey,
} from "./pivot-state.ts";
import { unknownMember } from "./unknown-member.ts";
import {
  type Axis,
  fieldLevels,
  fieldTitle,
  findField,
  quote,
} from "./view-fields.ts";

function decodeField(item: string, messages: string[]): AxisField | undefined {
  const [first, ...options] = decodeItem(item) ?? [];
  const name = onlyName(first);
  if (name === undefined) {
    messages.push(`Field ${quote(item)} cannot be read: left out`);
    return undefined;
  }
  const field = axisField(name);
  for (const option of options) {
    const [key, text] = option;
    const isPair = option.length === 2 && typeof text === "string";
    if (onlyName(option) === "flat") field.subtotals = false;
    else if (isPair && key === "from") field.from = text;
    else if (isPair && key === "for") field.standsFor = text;
    else {
      messages.push(
        `Unknown option ${quote(option.join("/"))} of field ${quote(name)}: left out`,
      );
    }
  }
  return field;
}

function decodeSortKey(item: string): SortKey | undefined {
  const [first, second, at = [], ...rest] = decodeItem(item) ?? [];
  const text = onlyName(first);
  if (text === undefined || rest.length > 0) return undefined;
  const descending = text.startsWith("-");
  const measure = descending ? text.slice(1) : text;
  if (measure === "label" && second === undefined) {
    return { by: "label", descending };
  }
  const named = second === undefined ? "value" : onlyName(second);
  const figure = FIGURES.find((known) => known === named);
  return figure && { by: "value", measure, figure, at, descending };
}

const decodeSort = (text: string, messages: string[]): SortKey[] =>
  splitList(text).flatMap((item) => {
    const key = decodeSortKey(item);
    if (key === undefined) {
      messages.push(`Sort ${quote(item)} cannot be read: left out`);
    }
    return key ?? [];
  });

const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/;

function decodeTop(item: string): { level: string; top: Cut } | undefined {
  const [first, second = [], third, ...options] = decodeItem(item) ?? [];
  const [level, measure] = [first, third].map(onlyName);
  const [kind, bound] = second;
  const isBound = second.length === 2 && (kind === "least" || kind === "most");
  const flags = options.map(onlyName);
  const isKnown = flags.every(
    (flag) => (flag === "bottom" && !isBound) || flag === "other",
  );
  if (level === undefined || measure === undefined || !isKnown) {
    return undefined;
  }
  const other = flags.includes("other");
  if (isBound) {
    return NUMBER.test(bound ?? "")
      ? {
          level,
          top: {
            bound: Number(bound),
            measure,
            bottom: kind === "most",
            other,
          },
        }
      : undefined;
  }
  const count = onlyName(second) ?? "";
  const bottom = flags.includes("bottom");
  return /^\d{1,9}$/.test(count)
    ? { level, top: { count: Number(count), measure, bottom, other } }
    : undefined;
}

/** Options by level, each with what the link says of it. */
function decodeLevels(
  axis: Axis,
  parameters: URLSearchParams,
  messages: string[],
): Map<string, LevelOptions> {
  const levels = new Map<string, LevelOptions>();
  const prefix = `${axis}.sort.`;
  for (const [name, value] of parameters) {
    const level = name.slice(prefix.length);
    if (!name.startsWith(prefix) || levels.has(level)) continue;
    levels.set(level, { sort: decodeSort(value, messages), top: null });
  }
  for (const item of splitList(parameters.get(`${axis}.top`) ?? "")) {
    const found = decodeTop(item);
    if (found === undefined) {
      messages.push(`Top ${quote(item)} on ${axis} cannot be read: left out`);
      continue;
    }
    const sort = levels.get(found.level)?.sort ?? [];
    levels.set(found.level, { sort, top: found.top });
  }
  return levels;
}

function decodeOpen(axis: Axis, text: string, messages: string[]) {
  return splitList(text).flatMap((item): MemberPath[] => {
    const [path, ...rest] = decodeItem(item) ?? [];
    if (path !== undefined && rest.length === 0) return [path];
    messages.push(`${quote(item)} on ${axis} cannot be read: left closed`);
    return [];
  });
}

/** An axis of a link; of names, only those of levels are checked here. */
export function decodeAxis(
  axis: Axis,
  parameters: URLSearchParams,
  view: View,
  messages: string[],
): AxisState {
  const read = (name: string) => parameters.get(name) ?? "";
  const options = decodeLevels(axis, parameters, messages);
  const fields = splitList(read(axis))
    .flatMap((item) => decodeField(item, messages) ?? [])
    .map((field) => {
      const own = fieldLevels(view, field).flatMap(({ name }) => {
        const found = options.get(name);
        options.delete(name);
        return found === undefined ? [] : [[name, found] as const];
      });
      return { ...field, levels: Object.fromEntries(own) };
    });
  for (const level of options.keys()) {
    const outcome = ` on ${axis}: options left out`;
    messages.push(
      findField(view, level) === undefined
        ? unknownMember("level", level, outcome)
        : `${fieldTitle(view, level)} is no level${outcome}`,
    );
  }
  return {
    fields,
    sort: decodeSort(read(`${axis}.sort`), messages),
    expanded: decodeOpen(axis, read(`${axis}.open`), messages),
  };
}

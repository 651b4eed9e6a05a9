import type { ExposureMode, Fields, Measure } from "./fields.ts";
import {
  ancestors,
  decodePath,
  encodePath,
  type MemberPath,
} from "./member-path.ts";

export const STATE_VERSION = "1";

/** First and last day, both included, as YYYY-MM-DD. */
export type DayRange = readonly [string, string];

export interface Sort {
  /** A measure's name; the sort follows it into its twin. */
  measure: string;
  descending: boolean;
}

/** All that a link must restore. */
export interface PivotState {
  hierarchy: string;
  measures: readonly string[];
  mode: ExposureMode;
  /** null = all days there are. */
  dates: DayRange | null;
  /** null = by the level's own order. */
  sort: Sort | null;
  expanded: readonly MemberPath[];
}

export interface DecodedState {
  state: PivotState;
  /** What the link asked for and did not get. */
  messages: string[];
}

const DEFAULT_HIERARCHY = "organisation";
const DEFAULT_MEASURES = ["notional", "pnl", "trade_count"];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function defaultState(fields: Fields): PivotState {
  const named = DEFAULT_MEASURES.filter((name) =>
    fields.measures.some((measure) => measure.name === name),
  );
  const first = fields.measures
    .filter(({ mode }) => mode !== "look_through")
    .slice(0, 3)
    .map(({ name }) => name);
  return {
    hierarchy:
      fields.hierarchies.find(({ name }) => name === DEFAULT_HIERARCHY)?.name ??
      fields.hierarchies[0]?.name ??
      "",
    measures: named.length > 0 ? named : first,
    mode: "as_traded",
    dates: null,
    sort: null,
    expanded: [],
  };
}

const escape = (value: string) =>
  encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%2F", "/");

/** State → query string, without the question mark. */
export function encodeState(state: PivotState): string {
  const inner = new Set(
    state.expanded.flatMap((path) => ancestors(path).map(encodePath)),
  );
  // An open row implies that the rows above it are open.
  const open = state.expanded.map(encodePath).filter((key) => !inner.has(key));
  const parameters: [string, string][] = [
    ["v", STATE_VERSION],
    ["rows", state.hierarchy],
    ["measures", state.measures.join(",")],
    ["mode", state.mode],
    ["dates", state.dates?.join("..") ?? ""],
    [
      "sort",
      state.sort === null
        ? ""
        : `${state.sort.descending ? "-" : ""}${state.sort.measure}`,
    ],
    ["open", open.join(",")],
  ];
  return parameters
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}=${escape(value)}`)
    .join("&");
}

const isDay = (value: string | undefined): value is string =>
  value !== undefined &&
  DAY.test(value) &&
  !Number.isNaN(Date.parse(`${value}T00:00:00Z`));

function decodeDates(value: string, messages: string[]): DayRange | null {
  if (value === "") return null;
  const [from, to, ...rest] = value.split("..");
  if (rest.length === 0 && isDay(from) && isDay(to) && from <= to) {
    return [from, to];
  }
  messages.push(`Dates "${value}" are no range of days: showing all days`);
  return null;
}

function decodeSort(
  value: string,
  measures: Map<string, Measure>,
  messages: string[],
): Sort | null {
  if (value === "") return null;
  const measure = value.replace(/^-/, "");
  if (measures.has(measure)) {
    return { measure, descending: value.startsWith("-") };
  }
  messages.push(`Unknown measure "${measure}" to sort by: sorted by name`);
  return null;
}

function decodeOpen(value: string, depth: number, messages: string[]) {
  const open = new Map<string, MemberPath>();
  for (const item of value === "" ? [] : value.split(",")) {
    const path = decodePath(item);
    // The last level has nothing below it.
    if (path === undefined || path.length === 0 || path.length >= depth) {
      messages.push(`Row "${item}" cannot be open here: left closed`);
      continue;
    }
    for (const one of [...ancestors(path), path]) {
      open.set(encodePath(one), one);
    }
  }
  return [...open.values()];
}

/** Query string → state; whatever the model does not know falls back, and says so. */
export function decodeState(search: string, fields: Fields): DecodedState {
  const state = defaultState(fields);
  const parameters = new URLSearchParams(search);
  if (!parameters.has("v")) return { state, messages: [] };
  const version = parameters.get("v");
  if (version !== STATE_VERSION) {
    return {
      state,
      messages: [
        `The link has version "${version}", this page reads ${STATE_VERSION}: showing the default view`,
      ],
    };
  }
  const messages: string[] = [];
  const read = (name: string) => parameters.get(name) ?? "";

  const rows = read("rows");
  const hierarchy = fields.hierarchies.find(({ name }) => name === rows);
  if (hierarchy !== undefined) state.hierarchy = hierarchy.name;
  else if (rows !== "") {
    messages.push(`Unknown hierarchy "${rows}": showing ${state.hierarchy}`);
  }

  const known = new Map(fields.measures.map((item) => [item.name, item]));
  const asked = [...new Set(read("measures").split(","))].filter(Boolean);
  const measures = asked.filter((name) => known.has(name));
  for (const name of asked.filter((item) => !known.has(item))) {
    messages.push(`Unknown measure "${name}": left out`);
  }
  if (measures.length > 0) state.measures = measures;

  const mode = read("mode");
  if (mode === "as_traded" || mode === "look_through") state.mode = mode;
  else if (mode !== "") {
    messages.push(`Unknown mode "${mode}": showing as traded`);
  }
  if (hierarchy?.lookThrough && state.mode === "as_traded") {
    state.mode = "look_through";
    messages.push(
      `${hierarchy.title} has no meaning as traded: showing look-through`,
    );
  }

  state.dates = decodeDates(read("dates"), messages);
  state.sort = decodeSort(read("sort"), known, messages);
  // Keys of one hierarchy mean nothing in another.
  if (hierarchy !== undefined) {
    const depth = hierarchy.levels.length;
    state.expanded = decodeOpen(read("open"), depth, messages);
  }
  return { state, messages };
}

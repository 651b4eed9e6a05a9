import type { Decoded } from "../steps/step-history.ts";
import { cutMessage } from "./address.ts";
import { BASES } from "./basis.ts";
import { ROW_DIMENSIONS } from "./members.ts";
import {
  COUNTS,
  DEFAULT_STATE,
  DEPTHS,
  type Drill,
  type LookThroughState,
  PARTS,
  SORT_COLUMNS,
  type SortColumn,
  TABS,
} from "./state.ts";
import { StateReader } from "./state-reader.ts";

const STATE_VERSION = "1";

/** Lists nest three deep: `;` between slices, `,` between values, `~` inside a path. */
const escapeItem = (value: string) =>
  encodeURIComponent(value).replaceAll("~", "%7E");

const encodeDrill = ({ row, carrier }: Drill) =>
  `${row === undefined ? "*" : `=${escapeItem(row)}`}~${carrier === undefined ? "*" : `=${escapeItem(carrier)}`}`;

/** State → query string without the question mark; what is as by default is left out. */
export function encodeState(state: LookThroughState): string {
  const { sort } = state;
  const written: Record<string, string> = {
    tab: state.tab,
    basis: state.basis,
    count: state.count,
    part: state.part,
    rows: state.rows,
    dates: state.dates?.join("..") ?? "",
    slices: state.slices
      .map(
        ({ dimension, values }) =>
          `${dimension}:${values.map(escapeItem).join(",")}`,
      )
      .join(";"),
    sort: `${sort.descending ? "-" : ""}${sort.column}`,
    open: state.open.map((path) => path.map(escapeItem).join("~")).join(","),
    wrapper: state.wrapper ?? "",
    other: state.other ?? "",
    depth: state.depth,
    limit: String(state.limit),
    stale: String(state.staleDays),
    weights: state.weightsDay ?? "",
    drill: state.drill === null ? "" : encodeDrill(state.drill),
  };
  const unchanged: Record<string, string> = {
    tab: DEFAULT_STATE.tab,
    basis: DEFAULT_STATE.basis,
    count: DEFAULT_STATE.count,
    part: DEFAULT_STATE.part,
    rows: DEFAULT_STATE.rows,
    sort: "-total",
    depth: DEFAULT_STATE.depth,
    limit: String(DEFAULT_STATE.limit),
    stale: String(DEFAULT_STATE.staleDays),
  };
  const parameters = Object.entries(written).filter(
    ([name, value]) => value !== (unchanged[name] ?? ""),
  );
  return new URLSearchParams([["v", STATE_VERSION], ...parameters]).toString();
}

/** Query string → state; whatever is not known falls back, and says so. */
export function decodeState(search: string): Decoded<LookThroughState> {
  const parameters = new URLSearchParams(search);
  const version = parameters.get("v");
  if (version !== STATE_VERSION) {
    return {
      state: DEFAULT_STATE,
      messages:
        version === null
          ? []
          : [
              `The link has version "${version}", this page reads ${STATE_VERSION}: showing the default view`,
            ],
    };
  }
  const read = new StateReader(parameters);
  const fallback = DEFAULT_STATE;
  const sort = read.text("sort");
  const columns = SORT_COLUMNS.flatMap((name) => [name, `-${name}`] as const);
  const column = read.choice("sort", columns, "-total");
  const state: LookThroughState = {
    tab: read.choice("tab", TABS, fallback.tab),
    basis: read.choice("basis", BASES, fallback.basis),
    count: read.choice("count", COUNTS, fallback.count),
    part: read.choice("part", PARTS, fallback.part),
    rows: read.choice("rows", ROW_DIMENSIONS, fallback.rows),
    dates: read.dates("dates"),
    slices: read.slices("slices"),
    sort:
      sort === ""
        ? fallback.sort
        : {
            column: column.replace(/^-/, "") as SortColumn,
            descending: column.startsWith("-"),
          },
    open: read.open("open"),
    wrapper: read.text("wrapper") || null,
    other: read.text("other") || null,
    depth: read.choice("depth", DEPTHS, fallback.depth),
    limit: read.number("limit", 0, 1000, fallback.limit),
    staleDays: read.number("stale", 0, 100_000, fallback.staleDays),
    weightsDay: read.day("weights"),
    drill: read.drill("drill"),
  };
  const missing = cutMessage(parameters);
  return {
    state,
    messages:
      missing === undefined ? read.messages : [...read.messages, missing],
  };
}

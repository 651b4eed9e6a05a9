import type { Filter, Query } from "@cubejs-client/core";
import type { Answer, Row } from "../../../../../web/src/pivot/answer.ts";
import type { Ask, Load } from "../../../../../web/src/pivot/grid/ask.ts";
import {
  assembleGrid,
  type Grid,
  type GridOptions,
} from "../../../../../web/src/pivot/grid/grid.ts";
import type { AxisNode } from "../../../../../web/src/pivot/grid/nodes.ts";
import { TOTAL_NODE } from "../../../../../web/src/pivot/grid/nodes.ts";
import { encodePath } from "../../../../../web/src/pivot/member-path.ts";
import {
  type Limits,
  LIMITS,
} from "../../../../../web/src/pivot/plan/limits.ts";
import { planPivot } from "../../../../../web/src/pivot/plan/pivot-plan.ts";
import {
  axisField,
  defaultState,
  valueField,
} from "../../../../../web/src/pivot/state/default-state.ts";
import type {
  AxisState,
  DayRange,
  Figure,
  PivotFilter,
  PivotState,
  ValueField,
} from "../../../../../web/src/pivot/state/pivot-state.ts";
import { VIEW } from "../state/view-fixture.ts";

/** One trade; what is left out is null. */
export interface Fact {
  day: string;
  desk?: string | null;
  book?: string | null;
  region?: string | null;
  symbol?: string | null;
  notional: number;
}

const nameOf = (member: string) => member.slice(member.indexOf(".") + 1);

const keyOf = (fact: Fact, member: string): string | null => {
  const name = nameOf(member);
  if (name === "trade_day" || name === "trade_date") return fact.day;
  if (name === "trade_month") return fact.day.slice(0, 7);
  return fact[name as "desk" | "book" | "region" | "symbol"] ?? null;
};

function keeps(filter: Filter, fact: Fact): boolean {
  if ("and" in filter) return filter.and.every((item) => keeps(item, fact));
  if ("or" in filter) return filter.or.some((item) => keeps(item, fact));
  const key = keyOf(fact, "member" in filter ? (filter.member ?? "") : "");
  const values = "values" in filter ? (filter.values ?? []) : [];
  const { operator } = filter;
  if (operator === "equals") return key !== null && values.includes(key);
  if (operator === "notEquals") return key === null || !values.includes(key);
  if (operator === "set") return key !== null;
  if (operator === "notSet") return key === null;
  throw new Error(`the fake API has no ${operator}`);
}

const measureOf = (facts: readonly Fact[], member: string): number | null => {
  const notional = facts.reduce((sum, fact) => sum + fact.notional, 0);
  switch (nameOf(member)) {
    case "notional":
      return notional;
    case "trade_count":
      return facts.length;
    case "avg_price":
      return facts.length === 0 ? null : notional / facts.length;
    default:
      throw new Error(`the fake API has no ${member}`);
  }
};

const compare = (a: unknown, b: unknown, descending: boolean) => {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return ((a as number) < (b as number) ? -1 : 1) * (descending ? -1 : 1);
};

/** What /v1/load answers over a few facts, NULL last in every order. */
export function fakeAnswer(facts: readonly Fact[], query: Query): Answer {
  const dimensions = query.dimensions ?? [];
  const [time] = query.timeDimensions ?? [];
  const range = (time?.dateRange ?? ["0", "9"]) as [string, string];
  const kept = facts.filter(
    (fact) =>
      fact.day >= range[0] &&
      fact.day <= range[1] &&
      (query.filters ?? []).every((filter) => keeps(filter, fact)),
  );
  const groups = new Map<string, Fact[]>(
    dimensions.length === 0 ? [["", []]] : [],
  );
  for (const fact of kept) {
    const key = JSON.stringify(dimensions.map((name) => keyOf(fact, name)));
    const place = dimensions.length === 0 ? "" : key;
    const group = groups.get(place);
    if (group === undefined) groups.set(place, [fact]);
    else group.push(fact);
  }
  const rows = [...groups.values()].map((group): Row => {
    const [first] = group;
    // Like a warehouse, it sums in an order that depends on the question.
    const summed = dimensions.length > 1 ? group.toReversed() : group;
    return Object.fromEntries([
      ...dimensions.map((name) => [name, first ? keyOf(first, name) : null]),
      ...(query.measures ?? []).map((name) => [name, measureOf(summed, name)]),
    ]) as Row;
  });
  const order = (query.order ?? []) as [string, "asc" | "desc"][];
  rows.sort((a, b) => {
    for (const [member, direction] of order) {
      const result = compare(a[member], b[member], direction === "desc");
      if (result !== 0) return result;
    }
    return 0;
  });
  const offset = query.offset ?? 0;
  return {
    rows: rows.slice(offset, offset + (query.limit ?? rows.length)),
    rollups: [],
    refreshedAt: undefined,
    total: query.total === true ? rows.length : undefined,
    milliseconds: 1,
    arrivedAt: 0,
  };
}

export interface PivotOptions {
  rows?: readonly string[];
  columns?: readonly string[];
  values?: readonly (readonly [measure: string, figure: Figure])[];
  axes?: Partial<Record<"rows" | "columns", Partial<AxisState>>>;
  dates?: DayRange;
  comparison?: DayRange;
  /** Days with data, by which days are compared. */
  days?: readonly string[];
  filters?: readonly PivotFilter[];
  limits?: Partial<Limits>;
  /** Pages of the rows looked at, as `pageKey` names them. */
  pages?: readonly string[];
}

const value = ([measure, figure]: readonly [string, Figure]): ValueField => ({
  ...valueField(measure),
  figure,
});

/** Options of an assembly: pills by name, values by measure and figure. */
export function gridOptions(options: PivotOptions): Omit<GridOptions, "ask"> {
  const axis = (name: "rows" | "columns"): AxisState => ({
    fields: (options[name] ?? []).map(axisField),
    sort: [],
    expanded: [],
    ...options.axes?.[name],
  });
  const state: PivotState = {
    ...defaultState(VIEW),
    rows: axis("rows"),
    columns: axis("columns"),
    values: (options.values ?? [["notional", "value"]]).map(value),
    filters: options.filters ?? [],
  };
  const opening = (name: "rows" | "columns") => ({
    expanded: new Set(state[name].expanded.map(encodePath)),
    pages: new Set(name === "rows" ? options.pages : []),
  });
  return {
    plan: planPivot(
      VIEW,
      state,
      options.dates ?? null,
      options.comparison ?? null,
      { ...LIMITS, ...options.limits },
      options.days,
    ),
    mode: state.mode,
    rows: opening("rows"),
    columns: opening("columns"),
  };
}

/** A pivot whose every question is answered at once, but for those that fail. */
export function fakeGrid(
  facts: readonly Fact[],
  options: PivotOptions,
  fails: (query: Query) => boolean = () => false,
): { grid: Grid; queries: Query[] } {
  const loads = new Map<string, Load>();
  const queries: Query[] = [];
  const ask: Ask = ({ query }) => {
    const key = JSON.stringify(query);
    const known = loads.get(key);
    if (known !== undefined) return known;
    queries.push(query);
    const load: Load = fails(query)
      ? { answer: undefined, error: new Error("no luck"), fetching: false }
      : { answer: fakeAnswer(facts, query), error: undefined, fetching: false };
    loads.set(key, load);
    return load;
  };
  return { grid: assembleGrid({ ...gridOptions(options), ask }), queries };
}

const nameOfNode = (node: AxisNode): string =>
  node.kind === "member" ? String(node.label) : node.kind;

const nodes = (grid: Grid, axis: "rows" | "columns"): AxisNode[] =>
  grid[axis].items.flatMap((item) => (item.kind === "node" ? [item.node] : []));

/** Names of an axis's members in their order, the total left out. */
export const names = (grid: Grid, axis: "rows" | "columns" = "rows") =>
  nodes(grid, axis).map(nameOfNode);

/** Every cell by row, then column, then value. */
export const cells = (grid: Grid) =>
  Object.fromEntries(
    [TOTAL_NODE, ...nodes(grid, "rows")].map((row) => [
      nameOfNode(row),
      Object.fromEntries(
        [TOTAL_NODE, ...nodes(grid, "columns")].map((column) => [
          nameOfNode(column),
          grid.plan.values.map((item) => grid.cell(row, column, item).value),
        ]),
      ),
    ]),
  );

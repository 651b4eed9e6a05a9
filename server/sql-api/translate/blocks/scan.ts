import type { Node } from "@pgsql/types";
import type { SqlType, Table } from "../../tables.ts";
import { column } from "../tree/ast.ts";
import type { Granularity, TimeRange } from "../filters/times.ts";
import { closed, cubeTime } from "../filters/times.ts";
import { tooLarge } from "../tree/unsupported.ts";
import type { Dimension, Measure } from "./members.ts";
import type { CubeFilter, CubeQuery, Scan } from "../plan.ts";
import {
  rangeFilters,
  startsOnSecond,
  withoutRepeats,
} from "../filters/conditions.ts";

/** What a scan is grouped by. */
export interface Leaf {
  dimension: Dimension;
  granularity: Granularity | undefined;
}

export const leafKey = ({ dimension, granularity }: Leaf): string =>
  granularity === undefined
    ? dimension.member
    : `${dimension.member}.${granularity}`;

/** A scan while it is put together. */
export class ScanBuilder {
  /** Set once it is known whether anything is asked at all. */
  name = "";
  readonly filters: CubeFilter[] = [];
  /** On measures: what has to hold for groups. */
  readonly groupFilters: CubeFilter[] = [];
  readonly segments: string[] = [];
  readonly subqueries: Scan["subqueries"] = [];
  readonly order: [member: string, direction: "asc" | "desc"][] = [];
  limit: number | undefined;
  offset: number | undefined;
  ungrouped = false;
  /** Whether ranges of time without an end may be given one that leaves nothing out. */
  closesRanges = false;
  readonly #tables: readonly Table[];
  #instead: Node | undefined;
  readonly #isJoined: boolean;
  readonly #neverNull = new Set<string>();
  readonly #columns: Scan["columns"] = [];
  readonly #measures = new Set<string>();
  readonly #leaves = new Map<string, Leaf>();
  readonly #ranges = new Map<string, TimeRange>();

  /** @param tables those that are read: what one of them has, a join may lack */
  constructor(tables: readonly Table[]) {
    this.#tables = tables;
    this.#isJoined = tables.length > 1;
  }

  /** A reference to the column, for SQL over the rows. */
  dimension(leaf: Leaf): Node {
    const key = leafKey(leaf);
    this.#leaves.set(key, leaf);
    this.#note(key, leaf.dimension);
    return this.#reference(key, leaf.dimension.type);
  }

  /** @param counted what counts the rows without which the value is NULL */
  measure(measure: Measure, type: SqlType, counted?: Measure): Node {
    const { member, measureType } = measure;
    this.#measures.add(member);
    this.#note(member, measure);
    if (!this.ungrouped && measureType.startsWith("count")) {
      this.#neverNull.add(member);
    }
    if (counted !== undefined) this.#measures.add(counted.member);
    return this.#reference(member, type, counted?.member);
  }

  #note(key: string, { nullable }: Dimension | Measure): void {
    if (nullable === false && !this.#isJoined) this.#neverNull.add(key);
  }

  /** Whether a column of it has no NULL, which sources and Postgres order differently. */
  isNeverNull(place: number): boolean {
    return this.#neverNull.has(this.#columns[place]!.key);
  }

  has(leaf: Leaf): boolean {
    return this.#leaves.has(leafKey(leaf));
  }

  range(member: string, range: TimeRange): void {
    this.#ranges.set(member, range);
  }

  /** How a column is called in an order, undefined when that is not one column. */
  orderName(place: number): string | undefined {
    const key = this.#columns[place]!.key;
    const leaf = this.#leaves.get(key);
    if (leaf === undefined) return key;
    const { member } = leaf.dimension;
    const same = [...this.#leaves.values()].filter(
      ({ dimension }) => dimension.member === member,
    );
    return same.length === 1 ? member : undefined;
  }

  #reference(key: string, type: SqlType, nullWithout?: string): Node {
    let place = this.#columns.findIndex(
      (known) =>
        known.key === key &&
        known.type === type &&
        known.nullWithout === nullWithout,
    );
    if (place < 0) {
      const nulled = nullWithout === undefined ? {} : { nullWithout };
      place = this.#columns.push({ key, type, ...nulled }) - 1;
    }
    return column(this.name, `c${place}`);
  }

  get references(): Node[] {
    return this.#columns.map((_, place) => column(this.name, `c${place}`));
  }

  get columns(): Scan["columns"] {
    return this.#columns;
  }

  /** What a SELECT over the rows reads from. */
  relation(): Node {
    return (
      this.#instead ?? {
        RangeVar: { relname: this.name, inh: true, relpersistence: "p" },
      }
    );
  }

  /** Nothing is asked of Cube: the rows are known. */
  replaceBy(relation: Node): void {
    this.#instead = relation;
  }

  get isAsked(): boolean {
    return this.#instead === undefined;
  }

  get filtersGroups(): boolean {
    return (
      this.groupFilters.length > 0 ||
      this.subqueries.some(({ subject }) => subject?.of === "measure")
    );
  }

  /** A scan of the same rows, none of whose columns are asked for yet. */
  ofSameRows(tables: readonly Table[]): ScanBuilder {
    const scan = new ScanBuilder(tables);
    scan.filters.push(...this.filters);
    scan.segments.push(...this.segments);
    scan.subqueries.push(
      ...this.subqueries.filter(({ subject }) => subject?.of !== "measure"),
    );
    for (const [member, range] of this.#ranges) scan.range(member, range);
    return scan;
  }

  /** @throws TranslateError 54000 for more conditions than Cube can be asked with */
  build(): Scan {
    const { filters: times, timeDimensions } = this.#times();
    const filters = withoutRepeats([
      ...this.filters,
      ...this.groupFilters,
      ...times,
    ]);
    assertFew(filters);
    const dimensions = [...this.#leaves.values()]
      .filter(({ granularity }) => granularity === undefined)
      .map(({ dimension }) => dimension.member);
    const query: CubeQuery = {
      ...listed("measures", [...this.#measures]),
      ...listed("dimensions", dimensions),
      ...listed("timeDimensions", timeDimensions),
      ...listed("segments", this.segments),
      ...listed("filters", filters),
      ...listed("order", this.order),
      ...(this.limit === undefined ? {} : { limit: this.limit }),
      ...(this.offset === undefined ? {} : { offset: this.offset }),
      ...(this.ungrouped ? { ungrouped: true } : {}),
    };
    return {
      query,
      columns: this.#columns,
      subqueries: this.subqueries,
      limited: this.limit !== undefined,
    };
  }

  /** A range is given with the time it belongs to, so that rollups are found by it. */
  #times() {
    const filters: CubeFilter[] = [];
    const timeDimensions: NonNullable<CubeQuery["timeDimensions"]> = [];
    for (const { dimension, granularity } of this.#leaves.values()) {
      if (granularity === undefined) continue;
      timeDimensions.push({ dimension: dimension.member, granularity });
    }
    for (const [member, range] of this.#ranges) {
      const whole = this.closesRanges ? this.#closed(member, range) : range;
      const [from, to] = [whole.from, whole.to].map((time) =>
        time !== undefined && Number.isFinite(time)
          ? cubeTime(time)
          : undefined,
      );
      const isDateRange = startsOnSecond(whole);
      if (from === undefined || to === undefined || !isDateRange) {
        filters.push(...(rangeFilters(member, range) ?? []));
        continue;
      }
      const known = timeDimensions.find(
        ({ dimension }) => dimension === member,
      );
      if (known !== undefined) known.dateRange = [from, to];
      else timeDimensions.push({ dimension: member, dateRange: [from, to] });
    }
    return { filters, timeDimensions };
  }

  #closed(member: string, range: TimeRange): TimeRange {
    const found = this.#tables
      .flatMap(({ columns }) => columns)
      .find((one) => one.kind === "dimension" && one.member === member);
    return found?.kind === "dimension" && found.bounds !== undefined
      ? closed(range, found.bounds)
      : range;
  }
}

/**
 * Conditions of one query. Cube looks each of them up where all sessions are served,
 * which takes about a third of a millisecond; values of one condition cost nothing.
 */
const MAX_CONDITIONS = 1000;

function assertFew(filters: CubeFilter[]): void {
  const count = conditionsIn(filters);
  if (count <= MAX_CONDITIONS) return;
  throw tooLarge(
    `the statement has ${count} conditions on the same rows, and at most ${MAX_CONDITIONS} are allowed`,
    "compare a column with many values by IN (…) or = ANY ($1), and several columns by (a, b) IN ((…), (…))",
  );
}

const conditionsIn = (filters: CubeFilter[]): number =>
  filters.reduce(
    (count, filter) =>
      count +
      ("member" in filter
        ? 1
        : conditionsIn("and" in filter ? filter.and : filter.or)),
    0,
  );

const listed = <K extends string, T>(name: K, list: readonly T[]) =>
  (list.length === 0 ? {} : { [name]: list }) as Partial<Record<K, T[]>>;

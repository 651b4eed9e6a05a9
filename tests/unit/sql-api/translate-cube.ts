import type { PGlite } from "@electric-sql/pglite";
import { scanQuery } from "../../../server/sql-api/load/load-scan.ts";
import type {
  CubeFilter,
  CubeQuery,
  Plan,
  Scan,
} from "../../../server/sql-api/translate/plan.ts";

/**
 * Answers queries to Cube over tables of raw rows, by what Cube's documentation says
 * of them: https://cube.dev/docs/product/apis-integrations/rest-api/query-format
 */

/** SQL of measures over rows; rows one by one have the column of that name. */
const MEASURES: Record<string, string> = {
  "trades.count": "count(*)",
  "trades.notional": "sum(notional)",
  "trades.pnl": "sum(pnl)",
  "trades.min_px": "min(min_px)",
  "trades.max_px": "max(max_px)",
  "trades.avg_px": "avg(avg_px)",
  "trades.desks": "count(DISTINCT desk)",
  "trades.ratio": "sum(pnl) / count(*)",
  "books.size": "sum(size)",
  "books.label": "string_agg(label, ',' ORDER BY label)",
  "books.last_open": "max(last_open)",
};

/** ClickHouse has 0 for a sum of no rows, and for the least and greatest of them. */
const orZero = (sql: string) =>
  /^(sum|min|max)\((?!last)/.test(sql)
    ? `CASE WHEN count(*) = 0 THEN 0 ELSE ${sql} END`
    : sql;

const SEGMENTS: Record<string, string> = { "trades.big": "lots >= 10" };

const TYPES = {
  int8: "bigint",
  float8: "double precision",
  text: "text",
  timestamp: "timestamp",
  bool: "boolean",
};

const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`;
const column = (member: string) =>
  `"${member.split(".")[0]}"."${member.split(".")[1]}"`;
const like = (value: string) => value.replaceAll(/[\\%_]/g, "\\$&");

/** How a source reads the times of constants. */
export type ReadTimes = (sql: string) => string;

function condition(
  filter: CubeFilter,
  sqlOf: (member: string) => string,
  cutting: ReadTimes,
): string {
  const each = (filters: CubeFilter[], between: string) =>
    `(${filters.map((one) => condition(one, sqlOf, cutting)).join(between)})`;
  if ("and" in filter) return each(filter.and, " AND ");
  if ("or" in filter) return each(filter.or, " OR ");
  const { member, operator, values = [] } = filter;
  const sql = sqlOf(member);
  // What a measure is compared with is a number of any kind.
  const cast = member in MEASURES ? "::float8" : "";
  const list = values.map((value) => quoted(value) + cast).join(", ");
  const matching = (pattern: (value: string) => string, not: boolean) =>
    values
      .map(
        (value) =>
          `${sql} ${not ? "NOT " : ""}ILIKE ${quoted(pattern(like(value)))}`,
      )
      .join(not ? " AND " : " OR ");
  // Filters that exclude keep rows without a value.
  const orNull = ` OR ${sql} IS NULL`;
  const time = (place: number) =>
    cutting(`${quoted(values[place]!)}::timestamp`);
  const conditions: Record<string, () => string> = {
    equals: () => `${sql} IN (${list})`,
    notEquals: () => `${sql} NOT IN (${list})${orNull}`,
    contains: () => matching((value) => `%${value}%`, false),
    notContains: () => matching((value) => `%${value}%`, true) + orNull,
    startsWith: () => matching((value) => `${value}%`, false),
    notStartsWith: () => matching((value) => `${value}%`, true) + orNull,
    endsWith: () => matching((value) => `%${value}`, false),
    notEndsWith: () => matching((value) => `%${value}`, true) + orNull,
    gt: () => `${sql} > ${list}`,
    gte: () => `${sql} >= ${list}`,
    lt: () => `${sql} < ${list}`,
    lte: () => `${sql} <= ${list}`,
    set: () => `${sql} IS NOT NULL`,
    notSet: () => `${sql} IS NULL`,
    inDateRange: () => `${sql} >= ${time(0)} AND ${sql} <= ${time(1)}`,
    beforeDate: () => `${sql} < ${time(0)}`,
    beforeOrOnDate: () => `${sql} <= ${time(0)}`,
    afterDate: () => `${sql} > ${time(0)}`,
    afterOrOnDate: () => `${sql} >= ${time(0)}`,
  };
  if (values.length === 0 && !["set", "notSet"].includes(operator)) {
    throw new Error(`Values required for filter: ${JSON.stringify(filter)}`);
  }
  return `(${conditions[operator]!()})`;
}

const isMeasure = (filter: CubeFilter): boolean =>
  "member" in filter
    ? filter.member in MEASURES
    : ("and" in filter ? filter.and : filter.or).some(isMeasure);

function assertOneKind(filter: CubeFilter): void {
  if ("member" in filter) return;
  const parts = "and" in filter ? filter.and : filter.or;
  if (new Set(parts.map(isMeasure)).size > 1) {
    throw new Error("Dimensions and measures in one logical group");
  }
  for (const part of parts) assertOneKind(part);
}

function sqlOfScan(scan: Scan, readTimes: ReadTimes): string {
  const query = scan.query as CubeQuery & {
    measures?: string[];
    dimensions?: string[];
  };
  const {
    measures = [],
    dimensions = [],
    timeDimensions = [],
    ungrouped,
  } = query;
  const measureSql = (member: string) =>
    ungrouped ? column(member) : orZero(MEASURES[member]!);
  const columns = new Map<string, string>();
  for (const member of dimensions) columns.set(member, column(member));
  for (const { dimension, granularity } of timeDimensions) {
    if (granularity === undefined) continue;
    if (ungrouped) throw new Error("granularity in an ungrouped query");
    columns.set(
      `${dimension}.${granularity}`,
      `date_trunc('${granularity}', ${column(dimension)})`,
    );
  }
  const groups = [...columns.values()];
  for (const member of measures) columns.set(member, measureSql(member));
  const valueOf = ({ key, nullWithout }: Scan["columns"][number]) =>
    nullWithout === undefined
      ? columns.get(key)
      : `CASE WHEN ${MEASURES[nullWithout]} > 0 THEN ${columns.get(key)} END`;

  const all = query.filters ?? [];
  all.forEach(assertOneKind);
  if (ungrouped && all.some(isMeasure)) {
    throw new Error("Measure filters aren't allowed in ungrouped query");
  }
  const where = [
    ...all
      .filter((one) => !isMeasure(one))
      .map((one) => condition(one, column, readTimes)),
    ...((query.segments ?? []) as string[]).map(
      (name) => `(${SEGMENTS[name]})`,
    ),
    ...timeDimensions
      .filter(({ dateRange }) => dateRange !== undefined)
      .map(({ dimension, dateRange }) =>
        condition(
          { member: dimension, operator: "inDateRange", values: dateRange! },
          column,
          readTimes,
        ),
      ),
  ];
  const having = all
    .filter(isMeasure)
    .map((one) => condition(one, (member) => MEASURES[member]!, readTimes));
  const order = (query.order ?? []).map(([member, direction]) => {
    const sql =
      columns.get(member) ??
      [...columns].find(([key]) => key.startsWith(`${member}.`))?.[1];
    if (sql === undefined)
      throw new Error(`order by ${member}, which is not selected`);
    // The source puts NULL last whatever the direction.
    return `${sql} ${direction} NULLS LAST`;
  });
  const members = [
    ...measures,
    ...dimensions,
    ...timeDimensions.map((one) => one.dimension),
  ];
  const tables = [...new Set(members.map((member) => member.split(".")[0]!))];
  if (tables.length === 0)
    throw new Error(
      "Query should contain either measures, dimensions or timeDimensions",
    );
  return [
    `SELECT ${scan.columns
      .map((column) => `CAST(${valueOf(column)} AS ${TYPES[column.type]})`)
      .join(", ")}`,
    `FROM ${tables.join(" CROSS JOIN ")}`,
    where.length > 0 ? `WHERE ${where.join(" AND ")}` : "",
    !ungrouped && groups.length > 0 ? `GROUP BY ${groups.join(", ")}` : "",
    having.length > 0 ? `HAVING ${having.join(" AND ")}` : "",
    order.length > 0 ? `ORDER BY ${order.join(", ")}` : "",
    query.limit === undefined ? "" : `LIMIT ${query.limit}`,
    query.offset === undefined ? "" : `OFFSET ${query.offset}`,
  ].join("\n");
}

export interface Rows {
  types: number[];
  rows: unknown[][];
}

export async function rowsOf(database: PGlite, sql: string): Promise<Rows> {
  const { fields, rows } = await database.query(sql, [], { rowMode: "array" });
  return {
    types: fields.map(({ dataTypeID }) => dataTypeID),
    rows: rows as unknown[][],
  };
}

/** Runs the plan: each scan becomes a table, over which the outer SQL is run. */
export async function runPlan(
  database: PGlite,
  plan: Plan,
  readTimes: ReadTimes,
): Promise<Rows> {
  const tables: string[] = [];
  for (const [place, scan] of plan.scans.entries()) {
    const values: (string | null)[][] = [];
    for (const { plan: inner } of scan.subqueries) {
      const { rows } = await runPlan(database, inner, readTimes);
      values.push(rows.map(([value]) => value as string | null));
    }
    const query = scanQuery(scan, values);
    const names = scan.columns.map((_, index) => `c${index}`).join(", ");
    await database.exec(
      `CREATE TEMP TABLE _scan_${place} (${scan.columns
        .map(({ type }, index) => `c${index} ${TYPES[type]}`)
        .join(", ")});
       INSERT INTO _scan_${place} (${names}) ${sqlOfScan({ ...scan, query }, readTimes)}`,
    );
    tables.push(`_scan_${place}`);
  }
  try {
    return await rowsOf(
      database,
      plan.outer ??
        `SELECT ${plan.output.map((index) => (index === null ? "NULL" : `c${index}`)).join(", ")} FROM _scan_0`,
    );
  } finally {
    for (const table of tables) await database.exec(`DROP TABLE ${table}`);
  }
}

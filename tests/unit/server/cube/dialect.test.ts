import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { loadCubeOptions } from "../../../../server/cube/cube-options.ts";
import { installNative } from "../../../../server/cube/native.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..", "..");
const TIMEOUT = 60_000;

interface Compilers {
  compiler: { compile(): Promise<void> };
}

interface SchemaCompiler {
  prepareCompiler: (repository: unknown, options: object) => Compilers;
}

interface Plan {
  buildSqlAndParams(): [sql: string, values: unknown[]];
  newPreAggregations(): unknown;
  preAggregations: { preAggregationsDescription(): { loadSql: unknown }[] };
}

type Dialect = new (
  compilers: Compilers,
  query: Record<string, unknown>,
) => Plan;

/** A cube whose pre-aggregation is a view over a rollup, or a copy of its own. */
const model = (meta: string) => `cubes:
  - name: trades
    sql_table: facts
${meta}
    dimensions:
      - {name: id, sql: id, type: number, primary_key: true}
      - {name: desk, sql: desk, type: string}
      - {name: day, sql: day, type: time}
    measures:
      - {name: total, sql: amount, type: sum}
      - {name: symbols, sql: symbol, type: count_distinct}
      - name: symbols_so_far
        sql: symbol
        type: count_distinct
        rolling_window: {trailing: unbounded}
    pre_aggregations:
      - name: by_desk
        type: rollup
        external: false
        dimensions: [desk]
        measures: [total, symbols, symbols_so_far]
        time_dimension: day
        granularity: day
        indexes:
          - {name: desk, columns: [desk]}
`;
const VIEWS = "    meta: {rollups: {by_desk: facts_by_desk} }";
const COPIES = "    meta: {rollups: {} }";

let dialect: Dialect;
let prepareCompiler: SchemaCompiler["prepareCompiler"];

beforeAll(async () => {
  vi.stubEnv("CUBEJS_TESSERACT_SQL_PLANNER", "false");
  installNative();
  const require = createRequire(import.meta.url);
  ({ prepareCompiler } =
    require("@cubejs-backend/schema-compiler") as SchemaCompiler);
  const { dialectFactory } = await loadCubeOptions(ROOT);
  dialect = (dialectFactory as () => Dialect)();
}, TIMEOUT);

afterAll(() => {
  vi.unstubAllEnvs();
});

const compiled = new Map<string, Promise<Compilers>>();

/** A model, compiled once. */
function compile(meta: string): Promise<Compilers> {
  const known = compiled.get(meta) ?? compileModel(meta);
  compiled.set(meta, known);
  return known;
}

async function compileModel(meta: string): Promise<Compilers> {
  const compilers = prepareCompiler(
    {
      localPath: () => ROOT,
      dataSchemaFiles: () =>
        Promise.resolve([{ fileName: "trades.yml", content: model(meta) }]),
    },
    { standalone: true },
  );
  await compilers.compiler.compile();
  return compilers;
}

const plan = (
  compilers: Compilers,
  query: Record<string, unknown>,
  planner = dialect,
) =>
  new planner(compilers, {
    timezone: "UTC",
    preAggregationsSchema: "rollups",
    ...query,
  });

async function sqlOf(
  meta: string,
  query: Record<string, unknown>,
): Promise<string> {
  const [sql] = plan(await compile(meta), query).buildSqlAndParams();
  return sql.replaceAll("`", "");
}

describe("counts of different values", { timeout: TIMEOUT }, () => {
  const measures = ["trades.symbols"];

  it("are counted over the view of a rollup, at any level", async () => {
    const sql = await sqlOf(VIEWS, { measures });
    expect(sql).toContain("FROM rollups.trades_by_desk");
    expect(sql).toContain("count(distinct trades__symbols)");
  });

  it("are not put together from counts that a copy holds", async () => {
    expect(await sqlOf(COPIES, { measures })).toContain("FROM\n      facts ");
    expect(await sqlOf(COPIES, { measures: ["trades.total"] })).toContain(
      "FROM rollups.trades_by_desk",
    );
  });

  it("over a rolling window are counted over the facts", async () => {
    const sql = await sqlOf(VIEWS, {
      measures: ["trades.symbols_so_far"],
      timeDimensions: [
        {
          dimension: "trades.day",
          granularity: "day",
          dateRange: ["2024-01-01", "2024-01-03"],
        },
      ],
    });
    expect(sql).not.toContain("rollups.");
    expect(sql).not.toMatch(/count\(distinct count/);
  });
});

describe("descriptions of rollups", { timeout: TIMEOUT }, () => {
  const describePlan = (of: Plan) =>
    of.preAggregations.preAggregationsDescription();
  const QUERIES: Record<string, unknown>[] = [
    { measures: ["trades.total"] },
    { measures: ["trades.symbols"], dimensions: ["trades.desk"] },
    {
      measures: ["trades.total"],
      timeDimensions: [
        { dimension: "trades.day", dateRange: ["2024-01-01", "2024-01-03"] },
      ],
    },
  ];

  it.each([
    ["views", VIEWS],
    ["copies", COPIES],
  ])("of %s are those that Cube writes for each query", async (_, meta) => {
    const compilers = await compile(meta);
    const stock = Object.getPrototypeOf(dialect.prototype) as Plan;
    class Anew extends dialect {
      override newPreAggregations() {
        return stock.newPreAggregations.call(this);
      }
    }
    for (const query of [...QUERIES, ...QUERIES]) {
      const described = describePlan(plan(compilers, query));
      expect(described).toEqual(describePlan(plan(compilers, query, Anew)));
      // Cube's orchestrator adds to them.
      for (const description of described) description.loadSql = undefined;
    }
  });

  it("are of the timezone that is asked in", async () => {
    const compilers = await compile(VIEWS);
    const [query = {}] = QUERIES;
    describePlan(plan(compilers, query));
    expect(() =>
      describePlan(plan(compilers, { ...query, timezone: "Asia/Tokyo" })),
    ).toThrow("timezone Asia/Tokyo cannot be answered from it");
  });
});

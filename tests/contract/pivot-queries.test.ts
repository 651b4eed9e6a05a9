import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedStack, type SharedStack } from "../support/shared-stack.ts";

// What docs/pivot-queries.md says and the pivot's plan relies on.

const VIEW = "trade_metrics";
const NOTIONAL = `${VIEW}.notional`;
const DESK = `${VIEW}.desk`;

type Query = Record<string, unknown>;

interface Answer {
  sql?: { sql: [text: string, values: unknown[]] };
  data?: unknown;
  total?: number;
  error?: string;
  code?: string;
}

let stack: SharedStack;

beforeAll(async () => {
  stack = await sharedStack("rest");
});

afterAll(async () => {});

async function ask(path: "sql" | "load", query: Query): Promise<Answer> {
  const response = await fetch(`${stack.apiUrl}/cubejs-api/v1/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  const answer = (await response.json()) as Answer;
  return answer.error === "Continue wait" ? ask(path, query) : answer;
}

const byDesk = (more: Query): Query => ({
  measures: [NOTIONAL],
  dimensions: [DESK],
  ...more,
});

const filter = (operator: string, values?: unknown[], member = DESK) => ({
  member,
  operator,
  values,
});

async function sqlOf(query: Query): Promise<string> {
  const { sql, error } = await ask("sql", query);
  if (sql === undefined) throw new Error(error);
  return sql.sql[0].replaceAll(/\s+/g, " ").replaceAll("`", "");
}

const whereOf = async (filters: unknown[]) =>
  /WHERE (.*) GROUP BY/.exec(await sqlOf(byDesk({ filters })))?.[1];

describe("filters and NULL", () => {
  it.each([
    ["equals", ["a"], "(d = ?)"],
    ["equals", ["a", "b"], "(d IN (?, ?))"],
    ["equals", ["a", null], "(d IN (?) OR d IS NULL)"],
    ["equals", [null], "(d IS NULL)"],
    ["notSet", undefined, "(d IS NULL)"],
    ["notEquals", ["a"], "(d <> ? OR d IS NULL)"],
    ["notEquals", ["a", "b"], "(d NOT IN (?, ?) OR d IS NULL)"],
    ["notEquals", ["a", null], "(d NOT IN (?))"],
    ["notEquals", [null], "(d IS NOT NULL)"],
    ["set", undefined, "(d IS NOT NULL)"],
  ])("%s %j is %s", async (operator, values, where) => {
    const written = await whereOf([filter(operator, values)]);
    expect(written?.replaceAll("trades__desk", "d")).toBe(where);
  });

  it("needs values", async () => {
    const { code } = await ask(
      "load",
      byDesk({ filters: [filter("equals", [])] }),
    );
    expect(code).toBe("bad-query");
  });
});

describe("and, or", () => {
  const nested = (member: string) => [
    {
      or: [
        {
          and: [
            filter("equals", ["Treasury"]),
            filter("set", undefined, member),
          ],
        },
        filter("notEquals", ["Macro", "Treasury"]),
      ],
    },
  ];

  it("are answered from a rollup that has all of their members", async () => {
    expect(
      await sqlOf(byDesk({ filters: nested(`${VIEW}.symbol`) })),
    ).toContain("FROM dev_pre_aggregations.trades_by_organisation ");
    expect(
      await sqlOf(byDesk({ filters: nested(`${VIEW}.counterparty`) })),
    ).toContain("FROM trades_1d ");
  });

  it("take no dimension and measure together", async () => {
    const { error } = await ask(
      "load",
      byDesk({
        filters: [{ or: [filter("set"), filter("gt", ["5"], NOTIONAL)] }],
      }),
    );
    expect(error).toMatch(/dimension and measure in same condition/);
  });
});

describe("order", () => {
  it("by what is not selected is dropped", async () => {
    const sql = await sqlOf(byDesk({ order: [[`${VIEW}.pnl`, "desc"]] }));
    expect(sql).not.toContain("ORDER BY");
  });

  it("is by the first measure when none is given", async () => {
    expect(await sqlOf(byDesk({}))).toContain("ORDER BY 2 DESC");
  });

  it.each(["asc", "desc"])("has NULL last, %s", async (direction) => {
    const { data } = await ask("load", {
      measures: [`${VIEW}.coverage`],
      dimensions: [`${VIEW}.exposure_type`],
      order: [[`${VIEW}.coverage`, direction]],
    });
    const values = (data as Record<string, string | null>[]).map(
      (row) => row[`${VIEW}.coverage`],
    );
    expect(values).toHaveLength(4);
    expect(values.indexOf(null)).toBe(3);
  });
});

describe("columns instead of rows", () => {
  it("have numbers as text, in the order of members", async () => {
    const query = byDesk({
      measures: [NOTIONAL, `${VIEW}.avg_price`, `${VIEW}.symbol_count`],
      order: [[DESK, "asc"]],
    });
    const [rows, columns] = await Promise.all([
      ask("load", query),
      ask("load", { ...query, responseFormat: "columnar" }),
    ]);
    const data = rows.data as Record<string, string>[];
    const members = Object.keys(data[0]!);
    expect(members).toHaveLength(4);
    expect(columns.data).toEqual({
      members,
      columns: members.map((member) => data.map((row) => row[member])),
    });
    expect(data.every((row) => typeof row[NOTIONAL] === "string")).toBe(true);
    expect(
      (await ask("load", { ...query, resType: "columnar" })).error,
    ).toMatch(/"resType" is not allowed/);
  });
});

describe("limits and totals", () => {
  it("count the groups that the limit leaves out", async () => {
    const [all, some] = await Promise.all([
      ask("load", byDesk({})),
      ask("load", byDesk({ limit: 2, total: true })),
    ]);
    expect((all.data as unknown[]).length).toBeGreaterThan(2);
    expect(some.data).toHaveLength(2);
    expect(some.total).toBe((all.data as unknown[]).length);
  });

  it("end at 50,000 rows", async () => {
    const { code } = await ask("load", byDesk({ limit: 50_001 }));
    expect(code).toBe("limit-exceeded");
  });
});

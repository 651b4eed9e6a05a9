import { parseSync, loadModule } from "libpg-query";
import { beforeAll, describe, expect, it } from "vitest";
import {
  catalog,
  usableTables,
} from "../../../server/sql-api/postgres/catalog.ts";
import { dimension, measure, table } from "../../support/sql-api-database.ts";

beforeAll(() => loadModule());

/** The statements as Postgres' own parser understands them. */
const statements = (sql: string) =>
  (parseSync(sql).stmts ?? []).map(
    ({ stmt }) => Object.entries(stmt as object)[0] as [string, object],
  );

describe("catalog(tables)", () => {
  it("creates a table with its columns in order, with comments, for the owner", () => {
    const { ddl } = catalog([
      table(
        "trades",
        [dimension("desk", "text", "Desk"), measure("count", "int8")],
        "All trades",
      ),
    ]);
    expect(statements(ddl).map(([kind]) => kind)).toEqual([
      "VariableSetStmt",
      "CreateStmt",
      "CommentStmt",
      "CommentStmt",
      "GrantStmt",
      "VariableSetStmt",
    ]);
    expect(statements(ddl)[1]![1]).toMatchObject({
      relation: { schemaname: "public", relname: "trades" },
      tableElts: [
        { ColumnDef: { colname: "desk" } },
        { ColumnDef: { colname: "count" } },
      ],
    });
  });

  it.each([
    ["quotes", `o'clock "x"`],
    ["backslashes", `a\\'; DROP TABLE t; --\\`],
    ["line breaks", "a\nb\r\n-- c"],
    ["dollars", "$$ $1 ${x}"],
    ["other scripts", "取引 🚀 été"],
    ["a statement", "x'; DROP TABLE t; --"],
  ])("takes %s in names and descriptions for text", (_, text) => {
    const { ddl } = catalog([
      table(text, [dimension(text, "text", text)], text),
    ]);
    const [, create, onTable, onColumn] = statements(ddl);
    expect(statements(ddl)).toHaveLength(6);
    expect(create![1]).toMatchObject({
      relation: { relname: text },
      tableElts: [{ ColumnDef: { colname: text } }],
    });
    expect(onTable![1]).toMatchObject({ comment: text });
    expect(onColumn![1]).toMatchObject({ comment: text });
  });

  it("removes what no text of Postgres can have from descriptions", () => {
    const { ddl } = catalog([table("t", [], "a\0b")]);
    expect(statements(ddl)[2]![1]).toMatchObject({ comment: "ab" });
  });

  it("has the same key for the same tables and another for others", () => {
    const make = (type: "text" | "int8", description = "") =>
      catalog([table("t", [dimension("a", type, description)])]).key;
    expect(make("text")).toBe(make("text"));
    expect(make("int8")).not.toBe(make("text"));
    expect(make("text", "x")).not.toBe(make("text"));
  });
});

describe("usableTables(tables)", () => {
  const long = "é".repeat(32);

  it("leaves out what Postgres cannot name, and says so", () => {
    const { tables, problems } = usableTables([
      table("t", [
        dimension("a", "text"),
        dimension(long, "text"),
        dimension("xmin", "text"),
        dimension("a", "int8"),
        dimension("", "text"),
        dimension("n\0l", "text"),
      ]),
      table("t", []),
      table(long, []),
    ]);
    expect(tables).toEqual([table("t", [dimension("a", "text")])]);
    expect(problems).toEqual([
      'table "t" is left out: another one before it has the same name',
      `table "${long}" is left out: its name has 64 bytes, and Postgres allows 63`,
      `column "${long}" of table "t" is left out: its name has 64 bytes, and Postgres allows 63`,
      'column "xmin" of table "t" is left out: every table of Postgres has a system column of that name',
      'column "a" of table "t" is left out: another one before it has the same name',
      'column "" of table "t" is left out: its name is empty',
      'column "n\\0l" of table "t" is left out: its name has a NUL character',
    ]);
  });

  it("keeps names that only differ in case, reserved words and names of 63 bytes", () => {
    const given = [
      table("Orders", [dimension("user", "text"), dimension("User", "text")]),
      table("orders", [dimension("x".repeat(63), "text")]),
      table("__proto__", [dimension("constructor", "text")]),
    ];
    expect(usableTables(given)).toEqual({ tables: given, problems: [] });
  });

  it("keeps as many columns as Postgres allows", () => {
    const columns = Array.from({ length: 1601 }, (_, place) =>
      dimension(`c${place}`, "text"),
    );
    const { tables, problems } = usableTables([table("t", columns)]);
    expect(tables[0]!.columns).toHaveLength(1600);
    expect(problems).toEqual([
      'table "t" has its first 1600 of 1601 columns: Postgres allows no more',
    ]);
  });
});

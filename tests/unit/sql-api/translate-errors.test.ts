import { loadModule, parseSync } from "libpg-query";
import { beforeAll, describe, expect, it } from "vitest";
import type { SqlError } from "../../../server/sql-api/sql-error.ts";
import { translate } from "../../../server/sql-api/translate/translate.ts";
import { TABLES } from "./translate-model.ts";

beforeAll(() => loadModule());

/** The error of a statement, whose place is marked by `^` in front of it. */
async function errorOf(marked: string): Promise<SqlError> {
  const text = marked.replace("^", "");
  const asked = translate(parseSync(text).stmts![0]!.stmt!, {
    tables: TABLES,
    text,
    evaluate: (expressions) => Promise.resolve(expressions.map(() => null)),
  });
  return asked.then(
    () => Promise.reject(new Error(`it is translated: ${text}`)),
    (error: unknown) => error as SqlError,
  );
}

describe("translate(select) refuses", () => {
  it.each([
    [
      "a join on columns",
      "SELECT t.desk FROM trades t JOIN books b ON ^t.desk = b.book",
      /a join of tables of the model on columns/,
      /select from a view|"__cubeJoinField"/,
    ],
    [
      "a join USING",
      "SELECT desk FROM ^trades JOIN books USING (x)",
      /a join of tables of the model on columns/,
      /subqueries that are grouped/,
    ],
    [
      "a table of the model beside another",
      "SELECT desk FROM ^trades, pg_class",
      /together with others in one FROM/,
      /group the tables of the model in a subquery/,
    ],
    [
      "a join that uses what it joins",
      "SELECT desk, s.n FROM ^trades JOIN (SELECT book, COUNT(*) n FROM books GROUP BY 1) s ON s.book = desk",
      /together with others in one FROM/,
      /group the tables of the model in a subquery/,
    ],
    [
      "FILTER on what does not add up",
      "SELECT ^MEASURE(ratio) FILTER (WHERE desk = 'a') FROM trades",
      /"ratio" \(number\) over groups that are no columns/,
      /group by columns or date_trunc/,
    ],
    [
      "ROLLUP of what does not add up",
      "SELECT desk, ^MEASURE(desks) FROM trades GROUP BY ROLLUP (desk)",
      /"desks" \(countDistinct\) over groups/,
      /leave this measure out/,
    ],
    [
      "groups of expressions of what does not add up",
      "SELECT upper(desk), ^AVG(avg_px) FROM trades GROUP BY 1",
      /"avg_px" \(avg\) over groups/,
      /group by columns/,
    ],
    [
      "a running total over other groups",
      "SELECT upper(book), ^SUM(running) FROM books GROUP BY 1",
      /"running" \(cumulative\) over groups/,
      /group by columns/,
    ],
    [
      "COUNT(*) where nothing counts",
      "SELECT ^COUNT(*) FROM books",
      /COUNT\(\*\)/,
      /MEASURE\(name\)/,
    ],
    [
      "a correlated subquery over the model",
      "SELECT 1 FROM trades t WHERE EXISTS (SELECT 1 FROM books WHERE book = ^t.desk)",
      /"t.desk" of the query around the subquery/,
      /join the subquery instead/,
    ],
    [
      "a correlated subquery over other rows",
      "SELECT (SELECT v.x FROM (VALUES ('a', 1)) v(k, x) WHERE v.k = ^t.desk) FROM trades t",
      /"t.desk" of the query around the subquery/,
      /join the subquery instead/,
    ],
    [
      "a correlated subquery in a condition",
      "SELECT COUNT(*) FROM trades WHERE EXISTS (SELECT 1 FROM (VALUES ('a')) v(k) WHERE k = ^desk)",
      /"desk" of the query around the subquery/,
      /column IN \(SELECT …\)/,
    ],
    [
      "FOR UPDATE",
      "SELECT desk FROM trades FOR UPDATE",
      /FOR UPDATE/,
      /nothing is ever written/,
    ],
    [
      "SELECT INTO",
      "SELECT desk INTO other FROM trades",
      /SELECT INTO/,
      /nothing is ever written/,
    ],
    [
      "an aggregate of an expression of a measure",
      "SELECT ^SUM(pnl * 2) FROM trades",
      /an aggregate over an expression with the measure "pnl"/,
      /MEASURE\(pnl\) \* 2/,
    ],
    [
      "AVG over a dimension",
      "SELECT ^AVG(lots) FROM trades",
      /AVG over a dimension/,
      /use a measure of the model/,
    ],
    [
      "a segment among the columns",
      "SELECT ^big FROM trades",
      /the segment "big" elsewhere than in WHERE/,
      /write WHERE big IS TRUE/,
    ],
    [
      "a segment inside of OR",
      "SELECT COUNT(*) FROM trades WHERE ^big OR desk = 'a'",
      /the segment "big"/,
      /not inside of OR or NOT/,
    ],
    [
      "__user as a column",
      "SELECT ^__user FROM trades",
      /"__user" as a column/,
      /WHERE __user = 'name'/,
    ],
    [
      "two values of __user",
      "SELECT COUNT(*) FROM trades WHERE __user = 'a' AND ^__user = 'b'",
      /several values of __user/,
      /a statement of its own/,
    ],
    [
      "a measure in WHERE of other groups",
      "SELECT upper(desk), SUM(pnl) FROM trades WHERE ^pnl > 5 GROUP BY 1",
      /a measure in WHERE/,
      /write the condition in HAVING/,
    ],
    [
      "syntax that is not known",
      "SELECT ^json_value(desk, '$.a') FROM trades",
      /syntax that cannot be taken apart/,
      /in another way/,
    ],
  ])("%s: %s", async (_, marked, message, hint) => {
    const error = await errorOf(marked);
    const place = marked.indexOf("^");
    expect(error).toMatchObject({
      code: "0A000",
      message: expect.stringMatching(message) as string,
      hint: expect.stringMatching(hint) as string,
      ...(place < 0 ? {} : { position: place + 1 }),
    });
  });

  it.each([
    [
      "a measure that is not aggregated",
      "SELECT desk, ^pnl FROM trades GROUP BY desk",
      /measure "pnl" must be aggregated/,
      "write MEASURE(pnl)",
    ],
    [
      "another aggregate than the measure is",
      "SELECT ^AVG(pnl) FROM trades",
      /Measure aggregation type doesn't match.*'sum' but 'AVG'/,
      "write MEASURE(pnl)",
    ],
    [
      "MEASURE of a dimension",
      "SELECT ^MEASURE(desk) FROM trades",
      /"desk" is a dimension/,
      "use MIN, MAX or COUNT(DISTINCT …) for dimensions, and group by them",
    ],
    [
      "MEASURE of what is grouped",
      "SELECT ^MEASURE(x) FROM (SELECT desk, SUM(pnl) x FROM trades GROUP BY 1) t",
      /MEASURE\(\) over rows that are grouped/,
      "write MEASURE() in the SELECT that reads the table, and SUM, MIN or MAX around it",
    ],
    [
      "a column that is not grouped, after é and 𝄞",
      "SELECT 'é𝄞', ^symbol, COUNT(*) FROM trades GROUP BY desk",
      /column "symbol" must appear in the GROUP BY clause/,
      "add it to GROUP BY",
    ],
  ])("%s: %s", async (_, marked, message, hint) => {
    const error = await errorOf(marked);
    expect(error).toMatchObject({
      code: "42803",
      message: expect.stringMatching(message) as string,
      hint,
      position: [...marked.slice(0, marked.indexOf("^"))].length + 1,
    });
  });

  const pairs = (count: number) =>
    Array.from({ length: count }, (_, n) => `(desk = 'd${n}' AND lots = ${n})`);

  it("more conditions than Cube can be asked with", async () => {
    const error = await errorOf(
      `SELECT COUNT(*) FROM trades WHERE ${pairs(501).join(" OR ")}`,
    );
    expect(error).toMatchObject({
      code: "54000",
      message:
        "the statement has 1002 conditions on the same rows, and at most 1000 are allowed",
      hint: expect.stringMatching(/IN \(…\)/) as string,
    });
  });
});

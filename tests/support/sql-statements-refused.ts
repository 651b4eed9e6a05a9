import { refused, type StatementKind } from "./sql-statements-types.ts";

const CORRELATED =
  "join the subquery instead, or compare its result with the column: column IN (SELECT …)";

const QUERIES: StatementKind = {
  title: "Questions without an exact answer",
  note: "Nothing is estimated: what the rows of Cube do not determine is refused.",
  statements: [
    refused(
      "SELECT upper(desk), MEASURE(pnl_bps) FROM trade_metrics GROUP BY 1",
      "0A000",
      "group by columns or date_trunc(…) of them and filter by columns only, or leave this measure out",
      { about: "a ratio over groups of an expression" },
    ),
    refused(
      "SELECT MEASURE(coverage) FROM trade_metrics WHERE symbol = underlying_symbol",
      "0A000",
      "group by columns or date_trunc(…) of them and filter by columns only, or leave this measure out",
      { about: "a ratio over rows that Cube cannot choose" },
    ),
    refused(
      "SELECT MEASURE(pnl_bps) FILTER (WHERE region = 'EMEA') FROM trade_metrics",
      "0A000",
      "group by columns or date_trunc(…) of them and filter by columns only, or leave this measure out",
      { about: "FILTER on a ratio" },
    ),
    refused(
      "SELECT region, desk, MEASURE(pnl_bps) FROM trade_metrics GROUP BY ROLLUP (1, 2)",
      "0A000",
      "group by columns or date_trunc(…) of them and filter by columns only, or leave this measure out",
      { about: "subtotals of a ratio" },
    ),
    refused(
      "SELECT AVG(notional) FROM trade_metrics",
      "42803",
      "write MEASURE(notional)",
      {
        about: "another aggregate than the measure is",
      },
    ),
    refused(
      "SELECT COUNT(DISTINCT pnl) FROM trade_metrics",
      "42803",
      "write MEASURE(pnl)",
    ),
    refused(
      "SELECT desk, pnl, COUNT(*) FROM trade_metrics GROUP BY 1",
      "42803",
      "write MEASURE(pnl)",
      { about: "a measure without an aggregate in a grouped query" },
    ),
    refused(
      "SELECT MEASURE(desk) FROM trade_metrics",
      "42803",
      "use MIN, MAX or COUNT(DISTINCT …) for dimensions, and group by them",
      {
        about: "MEASURE of a column",
      },
    ),
    refused(
      "SELECT desk, MEASURE(coverage) FROM trade_metrics WHERE desk = 'Macro' OR symbol IN (SELECT parent_symbol FROM wrapper_holdings) GROUP BY 1",
      "0A000",
      "group by columns or date_trunc(…) of them and filter by columns only, or leave this measure out",
      { about: "a ratio under OR of a column and a subquery on another" },
    ),
    refused(
      "SELECT SUM(notional * 2) FROM trade_metrics",
      "0A000",
      "aggregate the measure alone and compute with the result, such as MEASURE(notional) * 2",
      {
        about: "an aggregate over an expression with a measure",
      },
    ),
    refused(
      "SELECT AVG(trade_id) FROM trade_metrics",
      "0A000",
      "use a measure of the model; MIN, MAX and COUNT(DISTINCT …) also take dimensions",
      {
        about: "AVG or SUM of a column",
      },
    ),
    refused(
      "SELECT a.desk, b.name FROM trade_metrics a JOIN instrument_reference b ON a.symbol = b.symbol",
      "0A000",
      'select from a view that has both, join ON a."__cubeJoinField" = b."__cubeJoinField", or join subqueries that are grouped',
      { about: "views joined row by row" },
    ),
    refused(
      "SELECT a.desk FROM trade_metrics a, generate_series(1, 2) g GROUP BY 1",
      "0A000",
      "group the tables of the model in a subquery and join that: FROM (SELECT …, MEASURE(…) FROM … GROUP BY …) t JOIN …",
      { about: "a view and something else in one FROM" },
    ),
    refused(
      "SELECT desk, (SELECT COUNT(*) FROM instrument_reference i WHERE i.symbol = t.symbol) FROM trade_metrics t",
      "0A000",
      CORRELATED,
      { about: "a query that refers to the one around it" },
    ),
    refused(
      "SELECT desk, (SELECT v.x FROM (VALUES ('Macro', 1)) v(k, x) WHERE v.k = t.desk) FROM trade_metrics t GROUP BY 1",
      "0A000",
      CORRELATED,
    ),
    refused(
      "SELECT COUNT(*) FROM trade_metrics WHERE EXISTS (SELECT 1 FROM pg_class WHERE relname = desk)",
      "0A000",
      CORRELATED,
    ),
    refused(
      "SELECT desk FROM trade_metrics FOR UPDATE",
      "0A000",
      "leave it out: nothing is ever written",
    ),
    refused(
      "SELECT __user FROM trade_metrics",
      "0A000",
      "write WHERE __user = 'name' to see what that user sees",
    ),
    refused(
      "SELECT desk INTO other FROM trade_metrics",
      "0A000",
      "leave INTO out: nothing is ever written",
    ),
    refused(
      "SELECT MEASURE(x) FROM (SELECT desk, MEASURE(pnl) AS x FROM trade_metrics GROUP BY 1) t",
      "42803",
      "write MEASURE() in the SELECT that reads the table, and SUM, MIN or MAX around it",
    ),
  ],
};

const COMMANDS: StatementKind = {
  title: "Commands",
  note: "The SQL API only reads.",
  statements: [
    refused(
      "INSERT INTO trade_metrics (desk) VALUES ('x')",
      "0A000",
      "the SQL API only reads: change data at its source",
      {
        about: "INSERT",
      },
    ),
    refused(
      "UPDATE trade_metrics SET desk = 'x'",
      "0A000",
      "the SQL API only reads: change data at its source",
      {
        about: "UPDATE",
      },
    ),
    refused(
      "DELETE FROM trade_metrics",
      "0A000",
      "the SQL API only reads: change data at its source",
      { about: "DELETE" },
    ),
    refused(
      "CREATE TABLE t (a int)",
      "0A000",
      "the SQL API only reads: change data at its source",
      {
        about: "CREATE, ALTER, DROP",
      },
    ),
    refused(
      "DROP TABLE trade_metrics",
      "0A000",
      "the SQL API only reads: change data at its source",
    ),
    refused(
      "COPY trade_metrics TO STDOUT",
      "0A000",
      "use a SELECT; \\copy (SELECT …) TO is \\g in psql",
      { about: "COPY" },
    ),
    refused(
      "PREPARE p AS SELECT 1",
      "0A000",
      "let the driver prepare it: extended query protocol",
      { about: "PREPARE as SQL" },
    ),
    refused("LISTEN changes", "0A000", "poll instead: nothing notifies", {
      about: "LISTEN, NOTIFY",
    }),
    refused(
      "SET ROLE postgres",
      "42501",
      "connect as the other user, or filter by __user = '…' where that is allowed",
      { about: "another role" },
    ),
    refused(
      "LOCK TABLE trade_metrics",
      "0A000",
      "the SQL API only reads: change data at its source",
    ),
    refused(
      "DO $$ BEGIN END $$",
      "0A000",
      "the SQL API only reads: change data at its source",
    ),
  ],
};

export const REFUSED_KINDS = [QUERIES, COMMANDS];

import {
  processed,
  pushed,
  type StatementKind,
} from "./sql-statements-types.ts";

const ORDER: StatementKind = {
  title: "Order and limit",
  note: "Where the order cannot depend on NULL it is left to ClickHouse; else Postgres sorts, which puts NULL first in descending order.",
  statements: [
    pushed(
      "SELECT desk, MEASURE(pnl) FROM trade_metrics GROUP BY 1 ORDER BY desk",
      {
        about: "order by a column",
        ordered: "rows",
      },
    ),
    pushed(
      "SELECT book, MEASURE(pnl) FROM trade_metrics GROUP BY 1 ORDER BY 2 DESC LIMIT 5",
      {
        about: "the largest five",
        ordered: "rows",
      },
    ),
    pushed(
      "SELECT desk, MEASURE(pnl) FROM trade_metrics GROUP BY 1 ORDER BY 2 DESC NULLS LAST LIMIT 3 OFFSET 2",
      {
        about: "limit, offset and place of NULL",
        ordered: "rows",
      },
    ),
    pushed(
      "SELECT desk, MEASURE(pnl) AS p FROM trade_metrics GROUP BY desk ORDER BY p, desk LIMIT 4",
      { ordered: "rows" },
    ),
    pushed(
      "SELECT desk, region, COUNT(*) FROM trade_metrics GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 7",
      { ordered: "rows" },
    ),
    pushed(
      "SELECT desk, region, COUNT(*) FROM trade_metrics GROUP BY 1, 2 ORDER BY region DESC",
      { ordered: [2] },
    ),
    pushed(
      "SELECT symbol FROM trade_metrics GROUP BY 1 ORDER BY MEASURE(notional) DESC, 1 LIMIT 5",
      { ordered: "rows" },
    ),
    pushed(
      "SELECT date_trunc('week', trade_date) AS w, COUNT(*) FROM trade_metrics GROUP BY 1 ORDER BY w DESC",
      { ordered: "rows" },
    ),
    pushed(
      "SELECT trade_date, COUNT(*) FROM trade_metrics GROUP BY 1 ORDER BY 1 LIMIT 3",
      { ordered: "rows" },
    ),
    processed(
      "SELECT trade_date, COUNT(*) FROM trade_metrics GROUP BY 1 ORDER BY 1 OFFSET 15",
      { ordered: "rows" },
    ),
    pushed(
      "SELECT desk FROM trade_metrics GROUP BY 1 ORDER BY 1 FETCH FIRST 2 ROWS ONLY",
      { ordered: "rows" },
    ),
    processed("SELECT desk FROM trade_metrics GROUP BY 1 ORDER BY 1 LIMIT 0", {
      ordered: "rows",
    }),
    pushed("SELECT desk, COUNT(*) FROM trade_metrics GROUP BY 1 LIMIT 3", {
      plain: "SELECT desk, COUNT(*) FROM trade_metrics GROUP BY 1",
      anyOf: 3,
    }),
    processed(
      "SELECT desk, exposure_type, MEASURE(coverage) FROM trade_metrics GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
      {
        about: "descending order of a measure that may be NULL",
        ordered: "rows",
      },
    ),
    processed(
      "SELECT desk, exposure_type, MEASURE(coverage) FROM trade_metrics GROUP BY 1, 2 ORDER BY 3 NULLS FIRST, 1, 2 LIMIT 9",
      { ordered: "rows" },
    ),
    processed(
      "SELECT desk FROM trade_metrics GROUP BY 1 ORDER BY length(desk) DESC, desk LIMIT 3",
      {
        about: "order by an expression",
        ordered: "rows",
      },
    ),
    processed(
      "SELECT desk, MEASURE(pnl) FROM trade_metrics GROUP BY 1 ORDER BY abs(MEASURE(pnl)) DESC LIMIT 3",
      { ordered: "rows" },
    ),
    processed(
      "SELECT region, COUNT(*) FROM trade_metrics GROUP BY 1 ORDER BY COUNT(*) DESC FETCH FIRST 1 ROWS WITH TIES",
    ),
    processed(
      "SELECT upper(desk) u, SUM(pnl) FROM trade_metrics GROUP BY 1 ORDER BY 2 DESC, u LIMIT 3",
      { ordered: "rows" },
    ),
  ],
};

const HAVING: StatementKind = {
  title: "Filters on measures",
  note: "`HAVING` compares measures with constants in ClickHouse. In a grouped query, `WHERE` on a measure means `HAVING`, as in Cube.",
  statements: [
    pushed(
      "SELECT desk FROM trade_metrics GROUP BY desk HAVING SUM(notional) > 6000000",
      { about: "HAVING" },
    ),
    pushed(
      "SELECT book, COUNT(*) FROM trade_metrics GROUP BY 1 HAVING COUNT(*) BETWEEN 40 AND 90 AND book <> 'MM-04'",
    ),
    pushed(
      "SELECT symbol, MEASURE(pnl) FROM trade_metrics GROUP BY 1 HAVING MEASURE(pnl) < 0 OR COUNT(*) > 200",
    ),
    pushed(
      "SELECT exposure_type, MEASURE(coverage) FROM trade_metrics GROUP BY 1 HAVING MEASURE(coverage) IS NULL",
    ),
    pushed(
      "SELECT exposure_type FROM trade_metrics GROUP BY 1 HAVING NOT MEASURE(coverage) >= 0.5",
    ),
    pushed(
      "SELECT desk, MEASURE(pnl_bps) FROM trade_metrics GROUP BY 1 HAVING MEASURE(pnl_bps) <> 0",
    ),
    processed("SELECT COUNT(*) FROM trade_metrics HAVING COUNT(*) > 100000"),
    pushed(
      "SELECT desk, COUNT(*) FROM trade_metrics GROUP BY 1 HAVING 150 < COUNT(*)",
    ),
    pushed(
      "SELECT desk, SUM(pnl) FROM trade_metrics WHERE notional > 6000000 GROUP BY 1",
      {
        about: "WHERE on a measure of groups",
        plain:
          "SELECT desk, SUM(pnl) FROM trade_metrics GROUP BY 1 HAVING SUM(notional) > 6000000",
      },
    ),
    processed(
      "SELECT desk, MEASURE(pnl) FROM trade_metrics GROUP BY 1 HAVING MEASURE(pnl) / MEASURE(trade_count) > 0",
      {
        about: "HAVING with an expression",
      },
    ),
    processed(
      "SELECT desk FROM trade_metrics GROUP BY 1 HAVING MEASURE(via_wrapper_pnl) > MEASURE(pnl)",
    ),
    processed(
      "SELECT region, desk FROM trade_metrics GROUP BY 1, 2 HAVING desk LIKE 'M%' AND SUM(pnl) > 0",
    ),
  ],
};

const DISTINCT: StatementKind = {
  title: "Distinct values",
  note: "What a filter of a dashboard lists.",
  statements: [
    pushed("SELECT DISTINCT desk FROM trade_metrics", {
      about: "values of a column",
    }),
    pushed("SELECT DISTINCT desk, book FROM trade_metrics"),
    pushed(
      "SELECT DISTINCT date_trunc('month', trade_date) FROM trade_metrics",
    ),
    pushed(
      "SELECT DISTINCT region FROM trade_metrics WHERE desk = 'Macro' ORDER BY region DESC LIMIT 2",
      { ordered: "rows" },
    ),
    processed("SELECT DISTINCT lower(desk) FROM trade_metrics", {
      about: "values of an expression",
    }),
    processed(
      "SELECT DISTINCT ON (desk) desk, book FROM trade_metrics ORDER BY desk, book",
      { ordered: "rows" },
    ),
    processed(
      "SELECT COUNT(DISTINCT desk), COUNT(DISTINCT book) FROM trade_metrics",
      { about: "their number" },
    ),
  ],
};

export const ORDER_KINDS = [ORDER, HAVING, DISTINCT];

import {
  processed,
  pushed,
  type StatementKind,
} from "./sql-statements-types.ts";

const KEY = "trade_id, exposure_type, underlying_symbol";

/** As the model has its columns. */
const INSTRUMENTS =
  'SELECT instrument_count, symbol, name, asset_class, instrument_type, currency, exchange, sector, is_composite, NULL::text AS __user, NULL::text AS "__cubeJoinField" FROM instrument_reference';

const ROWS: StatementKind = {
  title: "Single rows",
  note: "Without `GROUP BY` and aggregates the rows of the facts come one by one, measures with what each row counts for them. More than 50,000 rows are streamed.",
  statements: [
    pushed(`SELECT ${KEY}, desk, notional, pnl FROM trade_metrics`, {
      about: "columns and measures of rows",
    }),
    pushed(
      `SELECT ${KEY}, ts FROM trade_metrics WHERE desk = 'Macro' AND trade_date >= '2024-01-01'`,
      { about: "filtered rows" },
    ),
    pushed(
      `SELECT ${KEY}, side, trade_quantity, price, trade_notional FROM trade_metrics WHERE side = 'Short' AND price > 100`,
      { about: "side, quantity and price of trades" },
    ),
    pushed(
      `SELECT ${KEY}, pnl FROM trade_metrics ORDER BY 1, 2, 3 LIMIT 10 OFFSET 5`,
      { about: "a page of rows", ordered: "rows" },
    ),
    pushed("SELECT trade_id, desk FROM trade_metrics ORDER BY trade_id DESC", {
      ordered: [1],
    }),
    pushed("SELECT trade_id, desk, notional FROM trade_metrics LIMIT 100", {
      plain: "SELECT trade_id, desk, notional FROM trade_metrics",
      anyOf: 100,
    }),
    pushed("SELECT desk FROM trade_metrics"),
    pushed(
      "SELECT desk, avg_price, trade_count FROM trade_metrics WHERE symbol = 'GLD'",
    ),
    pushed("SELECT * FROM instrument_reference", {
      about: "all columns",
      plain: INSTRUMENTS,
    }),
    pushed("SELECT * FROM instrument_reference LIMIT 60000", {
      about: "more rows than one query to Cube may have",
      plain: INSTRUMENTS,
    }),
    pushed(
      "SELECT * FROM instrument_reference ORDER BY symbol OFFSET 3 LIMIT 4",
      {
        plain: `${INSTRUMENTS} ORDER BY symbol OFFSET 3 LIMIT 4`,
        ordered: "rows",
      },
    ),
    pushed(
      "SELECT NULL AS nothing, trade_id, NULL::int, desk FROM trade_metrics WHERE desk = 'Macro'",
    ),
    processed(
      `SELECT ${KEY}, notional, pnl FROM trade_metrics WHERE pnl > 1000 AND desk <> 'Macro'`,
      { about: "filtered by a measure of the row" },
    ),
    processed(
      "SELECT trade_id, upper(desk), notional * 2, CASE WHEN pnl > 0 THEN 1 END FROM trade_metrics WHERE length(desk) > 10",
      { about: "expressions over rows" },
    ),
    processed(
      `SELECT ${KEY}, avg_price FROM trade_metrics ORDER BY avg_price DESC, 1, 2, 3 LIMIT 12`,
      { ordered: "rows" },
    ),
    processed(
      "SELECT trade_id, date_trunc('month', ts), ts::date FROM trade_metrics WHERE desk = 'Treasury'",
    ),
    processed(
      "SELECT DISTINCT desk, notional FROM trade_metrics WHERE symbol = 'SPY'",
    ),
    processed(
      "SELECT trade_id FROM trade_metrics WHERE desk LIKE 'M%' OR pnl > 500",
    ),
    processed("SELECT 1 AS one FROM trade_metrics WHERE desk = 'Treasury'"),
  ],
};

const SUBQUERIES: StatementKind = {
  title: "Queries in FROM that select rows",
  note: "They are read through: the whole is one query to Cube.",
  statements: [
    pushed(
      "SELECT d, SUM(n) FROM (SELECT desk d, notional n, pnl FROM trade_metrics) t GROUP BY 1",
      { about: "renamed columns" },
    ),
    pushed(
      "SELECT desk, MEASURE(pnl_bps) FROM (SELECT * FROM trade_metrics WHERE region = 'AMER') t WHERE trade_id > 200 GROUP BY 1",
      { about: "a filter inside" },
    ),
    pushed(
      "SELECT date_trunc('month', trade_date), MEASURE(coverage) FROM (SELECT * FROM (SELECT * FROM trade_metrics) a) b GROUP BY 1",
    ),
    pushed(
      "WITH t AS (SELECT desk, pnl, trade_count FROM trade_metrics) SELECT desk, MEASURE(pnl), SUM(trade_count) FROM t GROUP BY 1",
      { about: "WITH" },
    ),
    pushed(
      "WITH t (a, b) AS (SELECT desk, pnl FROM trade_metrics) SELECT a, SUM(b) FROM t x GROUP BY a",
    ),
    pushed(
      'SELECT "_"."desk", sum("_"."pnl") AS "a0" FROM (SELECT "desk", "pnl" FROM "public"."trade_metrics" "_") "_" GROUP BY "_"."desk"',
      { about: "as Power BI writes it" },
    ),
    pushed(
      'SELECT desk AS desk, sum(pnl) AS "SUM(pnl)", count(*) AS "COUNT(*)" FROM (SELECT * FROM trade_metrics) AS virtual_table GROUP BY desk ORDER BY "SUM(pnl)" DESC LIMIT 1000',
      { about: "as Superset writes it", ordered: "rows" },
    ),
    pushed(
      "SELECT COUNT(*) FROM (SELECT 1 FROM trade_metrics WHERE desk = 'Macro') t",
    ),
    processed(
      "SELECT x, COUNT(*) FROM (SELECT upper(desk) AS x FROM trade_metrics) t GROUP BY x",
    ),
    processed("SELECT count(*) FROM (SELECT * FROM trade_metrics LIMIT 7) t"),
    processed(
      "SELECT desk, SUM(n) FROM (SELECT desk, notional n FROM trade_metrics WHERE notional > 50000) t GROUP BY 1",
      { about: "rows filtered by a measure" },
    ),
  ],
};

export const ROW_KINDS = [ROWS, SUBQUERIES];

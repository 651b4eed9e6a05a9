import { type ClickHouseClient, createClient } from "@clickhouse/client";
import { PGlite } from "@electric-sql/pglite";
import type { Stack } from "./stack.ts";
import { AMOUNTS, COUNTED, RATIOS } from "./sql-differential-measures.ts";

const NUMBERS =
  "portfolio_manager_id fund_id portfolio_id account_id trade_id order_id".split(
    " ",
  );
const TEXTS =
  "desk book strategy region country venue asset_class product instrument_type symbol underlying_symbol exposure_type currency counterparty risk_bucket scenario".split(
    " ",
  );
const FACTS =
  "quantity price notional pnl exposure fees margin slippage delta gamma vega theta rho vol rate".split(
    " ",
  );

/** Dimensions that the model derives, over facts and the instruments they name. */
const DERIVED: Record<string, string> = {
  trade_date: "trade_date::timestamp",
  ts: "date_trunc('second', ts::timestamp)",
  side: "CASE sign(exposure) WHEN 1 THEN 'Long' WHEN -1 THEN 'Short' ELSE 'Flat' END",
  trade_quantity: "quantity",
  price: "price",
  trade_notional: "notional",
  trade_year: "to_char(trade_date, 'YYYY')",
  trade_quarter: `to_char(trade_date, 'YYYY"-Q"Q')`,
  trade_month: "to_char(trade_date, 'YYYY-MM')",
  trade_week: `to_char(trade_date, 'IYYY"-W"IW')`,
  trade_day: "to_char(trade_date, 'YYYY-MM-DD')",
  parent_symbol:
    "CASE WHEN exposure_type = 'Constituent' THEN f.symbol ELSE '' END",
  instrument_name: "traded.name",
  sector: "traded.sector",
  exchange: "traded.exchange",
  underlying_name: "held.name",
  underlying_asset_class: "held.asset_class",
  underlying_sector: "held.sector",
};

const ratioOfRow = ([name, { numerator, denominator, scale }]: [
  string,
  (typeof RATIOS)[string],
]) =>
  `(${scale} * ${AMOUNTS[numerator]} / nullif(${AMOUNTS[denominator]}, 0))::float8 AS ${name}`;

const columns = (names: string[], type: string) =>
  names.map((name) => `${name} ${type}`);

/** Amounts are of float8, as the SQL API has them. */
const TABLES = `
CREATE TABLE facts (
  ${[...columns(NUMBERS, "float8"), ...columns(TEXTS, "text"), ...columns(FACTS, "float8")].join(", ")},
  trade_date date, ts text);
CREATE TABLE instruments (symbol text, name text, asset_class text, instrument_type text,
  currency text, exchange text, sector text, is_composite int);
CREATE TABLE constituents (parent_symbol text, constituent_symbol text, effective_date date,
  expiry_date date, weight float8, shares_per_unit float8);`;

const VIEWS = `
CREATE TABLE trade_metrics AS SELECT
  ${[
    ...[...NUMBERS, ...TEXTS].map((name) => `f.${name}`),
    ...Object.entries(DERIVED).map(([name, sql]) => `${sql} AS ${name}`),
    ...Object.entries(AMOUNTS).map(
      ([name, sql]) => `(${sql})::float8 AS ${name}`,
    ),
    ...Object.entries(RATIOS).map(ratioOfRow),
    ...Object.entries(COUNTED).map(([name, sql]) => `${sql} AS ${name}`),
    "1::int8 AS row_count",
  ].join(",\n  ")}
FROM facts f
JOIN instruments traded ON traded.symbol = f.symbol
JOIN instruments held ON held.symbol = f.underlying_symbol;
CREATE VIEW trade_metrics_raw AS SELECT * FROM trade_metrics;
CREATE VIEW instrument_reference AS SELECT symbol, name, asset_class, instrument_type,
  currency, exchange, sector, is_composite = 1 AS is_composite, 1::int8 AS instrument_count
FROM instruments;
CREATE VIEW wrapper_holdings AS SELECT parent_symbol, constituent_symbol,
  effective_date::timestamp AS effective_date, expiry_date::timestamp AS expiry_date,
  1::int8 AS holding_count, weight, shares_per_unit, name AS holding_name,
  asset_class AS holding_asset_class, sector AS holding_sector
FROM constituents JOIN instruments ON symbol = constituent_symbol;`;

/** Columns of the tables that are read from ClickHouse, in the order of the tables here. */
const SOURCES: [table: string, columns: string][] = [
  [
    "facts",
    `SELECT ${[...NUMBERS, ...TEXTS, ...FACTS, "trade_date", "ts"].join(", ")} FROM trades_1d`,
  ],
  [
    "instruments",
    "SELECT symbol, name, asset_class, instrument_type, currency, exchange, sector, is_composite FROM instruments FINAL",
  ],
  [
    "constituents",
    "SELECT parent_symbol, constituent_symbol, effective_date, expiry_date, weight, shares_per_unit FROM constituents FINAL",
  ],
];

const BATCH = 500;

const literal = (value: unknown): string =>
  typeof value === "number"
    ? String(value)
    : `'${String(value).replaceAll("'", "''")}'`;

/** The rows of the stack's warehouse as tables of a Postgres of its own. */
export async function plainDatabase({
  connections,
}: Pick<Stack, "connections">): Promise<PGlite> {
  const { url, user, password, database: name } = connections.owner;
  const clickhouse = createClient({
    url,
    username: user,
    password,
    database: name,
  });
  const database = await PGlite.create();
  try {
    await database.exec(TABLES);
    for (const [table, query] of SOURCES) {
      const rows = await rowsOf(clickhouse, query);
      for (let from = 0; from < rows.length; from += BATCH) {
        const values = rows
          .slice(from, from + BATCH)
          .map((row) => `(${row.map(literal).join(", ")})`);
        await database.exec(`INSERT INTO ${table} VALUES ${values.join(",")}`);
      }
    }
    await database.exec(VIEWS);
  } finally {
    await clickhouse.close();
  }
  return database;
}

async function rowsOf(
  clickhouse: ClickHouseClient,
  query: string,
): Promise<unknown[][]> {
  const result = await clickhouse.query({
    query,
    format: "JSONCompactEachRow",
  });
  return result.json<unknown[]>();
}

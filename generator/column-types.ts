import { COLUMNS, DECIMAL_COLUMNS } from "./columns.ts";

const TEXT = "LowCardinality(String)";

const EXCEPTIONS: Record<string, string> = {
  trade_date: "Date",
  ts: "DateTime64(3, 'UTC')",
  portfolio_manager_id: "UInt32",
  fund_id: "UInt32",
  portfolio_id: "UInt64",
  account_id: "UInt64",
  trade_id: "UInt64",
  order_id: "UInt64",
};

/** ClickHouse type of every stored column of trades_1d, as sql/020_trades_1d.sql has it. */
export const COLUMN_TYPES: Readonly<Record<string, string>> =
  Object.fromEntries(
    COLUMNS.map((name) => [
      name,
      EXCEPTIONS[name] ?? (name in DECIMAL_COLUMNS ? "Float64" : TEXT),
    ]),
  );

import { COLUMNS } from "../columns.ts";
import { VENUES } from "../reference/venues.ts";
import { Check, Tree } from "./checks.ts";
import { readCsv } from "./csv-reader.ts";
import { ExplosionChecks, type Holdings } from "./explosion.ts";
import type { CheckResult } from "./report.ts";
import { type TradeRow, tradeRow } from "./trade-row.ts";

/** Half a cent and what a float sum of that size may lose. */
const CENT = 0.0051;

const RANGES = [
  ["quantity", Number.MIN_VALUE, Infinity],
  ["price", Number.MIN_VALUE, Infinity],
  ["notional", 0, Infinity],
  ["delta", -1, 1],
  ["gamma", 0, 0.1],
  ["theta", -Infinity, 0],
  ["margin", 0, Infinity],
  ["fees", 0, Infinity],
  ["slippage", 0, 0.005],
  ["vol", 0.1, 0.8],
  ["rate", 0.01, 0.05],
  ["weight", Number.MIN_VALUE, 1],
] as const;

const VENUE = new Map(VENUES.map((venue) => [venue.name, venue]));

/** Checks one row at a time; keeps trees and totals, never rows. */
class TradeChecks {
  readonly #shape = new Check(
    `every line has ${COLUMNS.length} fields, numbers where they belong`,
    "lines",
  );
  readonly #organisation = new Tree(
    "organisation: a fund has one manager, a portfolio and an account one parent, a book one desk",
    "funds, portfolios, accounts and books",
  );
  readonly #desks = new Check(
    "a portfolio trades on one or two desks",
    "desks of portfolios",
  );
  readonly #instruments = new Tree(
    "instruments: a product has one asset class, a symbol one product",
    "products and symbols",
  );
  readonly #geography = new Tree(
    "geography: a country has one region, a venue one country",
    "countries and venues",
  );
  readonly #types = new Check(
    "exposure type, symbols and weight of a row agree",
    "rows",
  );
  readonly #notional = new Check(
    "notional = quantity x price except on Constituent rows; exposure is notional with a sign",
    "rows",
  );
  readonly #pnl = new Check(
    "P&L follows one closing price per day and symbol",
    "trades",
  );
  readonly #ranges = new Check("every number lies in its range", "rows");
  readonly #sessions = new Check(
    "ts lies on its trading day, a weekday, within the session of its venue",
    "rows",
  );
  readonly #explosion: ExplosionChecks;
  readonly #desksOf = new Map<string, Set<string>>();
  readonly #closes = new Map<string, number>();

  constructor(holdings: Holdings | undefined) {
    this.#explosion = new ExplosionChecks(holdings);
  }

  accept(line: number, fields: readonly string[]): void {
    const row = tradeRow(line, fields);
    this.#shape.expect(row !== undefined, () => `line ${line}`);
    if (row === undefined) return;
    this.#trees(row);
    this.#row(row);
    this.#explosion.accept(row);
  }

  results(): CheckResult[] {
    return [
      this.#shape,
      this.#organisation.check,
      this.#desks,
      this.#instruments.check,
      this.#geography.check,
      this.#types,
      this.#notional,
      this.#pnl,
      this.#ranges,
      this.#sessions,
      ...this.#explosion.checks(),
    ].map(({ result }) => result);
  }

  #trees({ text }: TradeRow): void {
    const manager = text("portfolio_manager_id");
    const fund = text("fund_id");
    const portfolio = text("portfolio_id");
    this.#organisation.add("fund", fund, manager);
    this.#organisation.add("portfolio", portfolio, `${manager}/${fund}`);
    this.#organisation.add("account", text("account_id"), portfolio);
    this.#organisation.add("book", text("book"), text("desk"));
    this.#instruments.add("product", text("product"), text("asset_class"));
    this.#instruments.add(
      "symbol",
      text("symbol"),
      `${text("product")}/${text("instrument_type")}`,
    );
    this.#geography.add("country", text("country"), text("region"));
    this.#geography.add("venue", text("venue"), text("country"));

    const desks = this.#desksOf.get(portfolio) ?? new Set();
    this.#desksOf.set(portfolio, desks);
    if (desks.has(text("desk"))) return;
    desks.add(text("desk"));
    this.#desks.expect(desks.size <= 2, () => `portfolio ${portfolio}`);
  }

  #row(row: TradeRow): void {
    const { text, number, line } = row;
    const here = () => `line ${line}`;
    const held = text("exposure_type") === "Constituent";
    const price = number("price");
    const notional = number("notional");
    const exposure = number("exposure");
    const quantity = number("quantity");
    this.#types.expect(typesAgree(row), here);
    this.#notional.expect(
      (held || Math.abs(quantity * price - notional) <= CENT) &&
        Math.abs(Math.abs(exposure) - notional) <= CENT,
      here,
    );
    const outside = RANGES.find(
      ([name, low, high]) => !(number(name) >= low && number(name) <= high),
    );
    this.#ranges.expect(
      outside === undefined,
      () => `line ${line}: ${outside?.[0]}`,
    );
    this.#sessions.expect(inSession(row), here);
    if (held) return;
    const close =
      price +
      (number("pnl") + number("fees")) / (Math.sign(exposure) * quantity);
    const key = `${text("trade_date")} ${text("symbol")}`;
    const known = this.#closes.get(key) ?? close;
    this.#closes.set(key, known);
    this.#pnl.expect(Math.abs(close - known) <= 0.005, here);
  }
}

function typesAgree({ text, number }: TradeRow): boolean {
  const wrapper = ["ETF", "ETC"].includes(text("instrument_type"));
  const same = text("underlying_symbol") === text("symbol");
  if (text("exposure_type") === "Constituent") {
    return wrapper && !same && text("parent_symbol") === text("symbol");
  }
  const type = wrapper ? text("instrument_type") : "Direct";
  return (
    text("exposure_type") === type &&
    same &&
    text("parent_symbol") === "" &&
    number("weight") === 1
  );
}

function inSession({ text }: TradeRow): boolean {
  const venue = VENUE.get(text("venue"));
  const midnight = Date.parse(text("trade_date"));
  const time =
    (Date.parse(`${text("ts").replace(" ", "T")}Z`) - midnight) / 60_000;
  const weekday = new Date(midnight).getUTCDay();
  return (
    venue !== undefined &&
    weekday >= 1 &&
    weekday <= 5 &&
    time >= venue.opens &&
    time < venue.closes
  );
}

/**
 * Checks a trades file in one pass and constant memory.
 *
 * @throws ServiceError when it cannot be read or is no trades file
 */
export async function checkTrades(
  path: string,
  holdings: Holdings | undefined,
): Promise<CheckResult[]> {
  const checks = new TradeChecks(holdings);
  let line = 1;
  for await (const fields of readCsv(path, "trades", COLUMNS)) {
    checks.accept(++line, fields);
  }
  return checks.results();
}

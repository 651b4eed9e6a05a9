import seedrandom from "seedrandom";

/** Values that the data have, and one that they have not. */
const TEXTS: Record<string, string[]> = {
  desk: ["Macro", "Delta One", "Treasury", "Block Trading"],
  book: ["MM-04", "PT-01", "MA-05", "none"],
  strategy: ["Carry", "Hedging", "Index Arbitrage", "Long Short"],
  region: ["AMER", "EMEA", "APAC"],
  country: ["US", "DE", "JP", "GB"],
  product: ["Index ETF", "Metal ETC", "Single Stock"],
  symbol: ["QQQ", "SPY", "GLD", "XLE", "none"],
  exposure_type: ["Direct", "ETF", "ETC", "Constituent"],
  parent_symbol: ["QQQ", "SPY", ""],
  sector: ["Energy", "Technology", "Broad Market"],
  underlying_sector: ["Precious Metals", "Consumer", "Financials"],
  trade_month: ["2023-12", "2024-01"],
  counterparty: ["Alder Bank", "Cedar Capital Markets"],
  risk_bucket: ["Low", "Medium", "Very High"],
};
const NUMBERS: Record<string, number[]> = {
  fund_id: [100801, 100601, 100201],
  portfolio_manager_id: [2, 5, 8],
  trade_id: [120.5, 400, 701],
};
const DAYS = ["2023-12-19", "2023-12-29", "2024-01-01", "2024-01-08"];
const UNITS = ["day", "week", "month", "quarter", "year"];
const ADDITIVE = "notional pnl exposure fees quantity trade_count vega".split(
  " ",
);
const LOOK_THROUGH =
  "look_through_notional via_wrapper_exposure look_through_pnl".split(" ");
const RATIOS = "avg_price pnl_bps coverage avg_trade_size avg_vol".split(" ");
const COUNTS = "symbol_count book_count counterparty_count active_days".split(
  " ",
);

export const TEXT_COLUMNS = Object.keys(TEXTS);

/** Parts of statements over `trade_metrics`, by chance. */
export class Clauses {
  readonly #random: seedrandom.PRNG;

  constructor(seed: string) {
    this.#random = seedrandom(seed);
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  some<T>(items: readonly T[], count: number): T[] {
    const left = [...items];
    return Array.from(
      { length: Math.min(count, left.length) },
      () => left.splice(this.below(left.length), 1)[0]!,
    );
  }

  maybe(probability: number, text: () => string): string {
    return this.#random() < probability ? text() : "";
  }

  keys(count = 1 + this.below(2)): string[] {
    const times = () =>
      `date_trunc('${this.pick(UNITS)}', ${this.pick(["trade_date", "ts"])})`;
    const names = this.some(
      [...Object.keys(TEXTS), "fund_id", "portfolio_manager_id"],
      count,
    );
    return names.map((name) => (this.#random() < 0.3 ? times() : name));
  }

  measure(): string {
    const name = this.pick([
      ...ADDITIVE,
      ...LOOK_THROUGH,
      ...RATIOS,
      ...COUNTS,
    ]);
    if (this.#random() < 0.15) return "COUNT(*)";
    return ADDITIVE.includes(name) && this.#random() < 0.5
      ? `SUM(${name})`
      : `MEASURE(${name})`;
  }

  additive(): string {
    const name = this.pick([...ADDITIVE, ...LOOK_THROUGH]);
    return this.pick([`SUM(${name})`, `MEASURE(${name})`, "COUNT(*)"]);
  }

  #list<T>(items: readonly T[], written: (item: T) => string): string {
    return this.some(items, 1 + this.below(3))
      .map(written)
      .join(", ");
  }

  #textFilter(): string {
    const [name, values] = this.pick(Object.entries(TEXTS));
    const value = this.pick(values);
    const quoted = (text: string) => `'${text}'`;
    return this.pick([
      () => `${name} = '${value}'`,
      () => `${name} <> '${value}'`,
      () => `'${value}' = ${name}`,
      () => `${name} IN (${this.#list(values, quoted)})`,
      () => `${name} NOT IN (${this.#list(values, quoted)})`,
      () => `${name} = ANY(ARRAY[${this.#list(values, quoted)}])`,
      () => `${name} ILIKE '%${value.slice(1, 3).toLowerCase()}%'`,
      () => `${name} NOT ILIKE '${value.slice(0, 1)}%'`,
      () => `${name} IS NOT NULL`,
      () => `${name} IS DISTINCT FROM '${value}'`,
    ])();
  }

  #numberFilter(): string {
    const [name, values] = this.pick(Object.entries(NUMBERS));
    const [low, high] = this.some(values, 2).sort((a, b) => a - b);
    return this.pick([
      `${name} ${this.pick(["=", "<>", "<", "<=", ">", ">="])} ${low}`,
      `${name} BETWEEN ${low} AND ${high}`,
      `${name} NOT BETWEEN ${low} AND ${high}`,
      `${name} IN (${low}, ${high})`,
    ]);
  }

  #timeFilter(): string {
    const name = this.pick(["trade_date", "ts"]);
    const [from, to] = this.some(DAYS, 2).sort();
    return this.pick([
      `${name} >= '${from}' AND ${name} < '${to}'`,
      `${name} BETWEEN '${from}' AND '${to}'`,
      `${name} ${this.pick(["<", "<=", ">", ">="])} '${to}'`,
      `${name}::date = '${from}'`,
      `date_trunc('month', ${name}) = '2024-01-01'`,
      `extract(year from ${name}) = 2023`,
      `${name} NOT BETWEEN '${from}' AND '${to}'`,
    ]);
  }

  filter(): string {
    const one = () =>
      this.pick([
        () => this.#textFilter(),
        () => this.#textFilter(),
        () => this.#numberFilter(),
        () => this.#timeFilter(),
      ])();
    return this.pick([
      one,
      one,
      () => `(${one()} OR ${one()})`,
      () => `NOT (${one()})`,
      () => `${one()} AND (${one()} OR NOT (${one()}))`,
    ])();
  }

  where(probability = 0.6): string {
    return this.maybe(probability, () => ` WHERE ${this.filter()}`);
  }

  having(): string {
    const condition = () =>
      this.pick([
        `COUNT(*) > ${2 + this.below(20)}`,
        `MEASURE(notional) ${this.pick([">", "<="])} ${10_000.7 * (1 + this.below(50))}`,
        `SUM(pnl) > ${-5000.3 * this.below(3)}`,
        "MEASURE(coverage) IS NOT NULL",
        "MEASURE(avg_price) BETWEEN 10.1 AND 90.7",
      ]);
    return this.maybe(0.35, () => ` HAVING ${condition()}`);
  }

  columns(keys: string[], measure = () => this.measure()): string {
    const measures = Array.from({ length: 1 + this.below(2) }, measure);
    return [...keys, ...measures].join(", ");
  }

  groupBy = (keys: string[]) =>
    ` GROUP BY ${keys.map((_, place) => place + 1).join(", ")}`;
}

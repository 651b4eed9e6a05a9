import { Clauses, TEXT_COLUMNS } from "./sql-differential-clauses.ts";
import type { Statement } from "./sql-statements-types.ts";

/** Seeded statements of a small grammar over `trade_metrics`. */
export const randomStatements = (seed: string, count: number): Statement[] => {
  const grammar = new Grammar(seed);
  const statements = new Map<string, Statement>();
  while (statements.size < count) {
    const statement = grammar.statement(statements.size);
    statements.set(statement.sql, statement);
  }
  return [...statements.values()];
};

class Grammar {
  readonly #parts: Clauses;

  constructor(seed: string) {
    this.#parts = new Clauses(seed);
  }

  statement(place: number): Statement {
    const shapes = [
      () => this.#grouped(),
      () => this.#ordered(),
      () => this.#expressions(),
      () => this.#rows(),
      () => this.#distinct(),
      () => this.#windows(),
      () => this.#overGroups(),
      () => this.#union(),
      () => this.#join(),
      () => this.#subquery(),
    ];
    return shapes[place % shapes.length]!();
  }

  #grouped(): Statement {
    const keys = this.#parts.keys(this.#parts.below(4));
    const sql = `SELECT ${this.#parts.columns(keys)} FROM trade_metrics${this.#parts.where()}`;
    return {
      sql:
        keys.length > 0
          ? sql + this.#parts.groupBy(keys) + this.#parts.having()
          : sql,
      answered: "pushed down",
    };
  }

  #ordered(): Statement {
    const keys = this.#parts.keys();
    const direction = () =>
      this.#parts.pick(["", " DESC", " ASC NULLS FIRST", " DESC NULLS LAST"]);
    const order = [keys.length + 1, ...keys.map((_, place) => place + 1)].map(
      (column) => `${column}${direction()}`,
    );
    const sql =
      `SELECT ${this.#parts.columns(keys)} FROM trade_metrics${this.#parts.where(0.4)}` +
      `${this.#parts.groupBy(keys)}${this.#parts.having()} ORDER BY ${order.join(", ")}` +
      this.#parts.maybe(0.6, () => ` LIMIT ${1 + this.#parts.below(20)}`) +
      this.#parts.maybe(0.3, () => ` OFFSET ${1 + this.#parts.below(4)}`);
    return { sql, answered: "either", ordered: "rows" };
  }

  #expressions(): Statement {
    const [key = ""] = this.#parts.keys(1);
    const expression = this.#parts.pick([
      "upper(desk)",
      "desk || '/' || region",
      "extract(month from trade_date)",
      "extract(dow from ts)",
      "to_char(trade_date, 'YYYY-MM')",
      "left(symbol, 1)",
      "length(product)",
      "CASE WHEN region = 'EMEA' THEN 'home' WHEN country = 'US' THEN 'us' ELSE 'away' END",
      "nullif(parent_symbol, '')",
      "coalesce(nullif(parent_symbol, ''), symbol)",
      "fund_id::int % 3",
    ]);
    const keys = [expression, key];
    const filter = this.#parts.pick([
      "symbol LIKE '%L%'",
      "desk LIKE 'M%'",
      "lower(region) = 'emea'",
      "length(symbol) = 3",
      "symbol = underlying_symbol",
      "extract(day from trade_date) < 10",
      this.#parts.filter(),
    ]);
    return {
      sql:
        `SELECT ${this.#parts.columns(keys, () => this.#parts.additive())} FROM trade_metrics` +
        this.#parts.maybe(0.6, () => ` WHERE ${filter}`) +
        this.#parts.groupBy(keys),
      answered: "post-processed",
    };
  }

  #rows(): Statement {
    const columns = this.#parts.some(
      ["desk", "trade_date", "ts", "notional", "pnl", "avg_price", "fund_id"],
      3,
    );
    const key = ["trade_id", "exposure_type", "underlying_symbol"];
    const order = key.map((_, place) => place + 1).join(", ");
    return {
      sql:
        `SELECT ${[...key, ...columns].join(", ")} FROM trade_metrics` +
        `${this.#parts.where()} ORDER BY ${order} LIMIT ${5 + this.#parts.below(40)}`,
      answered: "either",
      ordered: "rows",
    };
  }

  #distinct(): Statement {
    const keys = this.#parts.keys();
    return {
      sql: `SELECT DISTINCT ${keys.join(", ")} FROM trade_metrics${this.#parts.where()}`,
      answered: "pushed down",
    };
  }

  #windows(): Statement {
    const keys = this.#parts.keys(2);
    const [first = "", second = ""] = keys;
    const measure = this.#parts.measure();
    const order = `${this.#parts.measure()} DESC, ${first}, ${second}`;
    const window = this.#parts.pick([
      `rank() OVER (ORDER BY ${order})`,
      `row_number() OVER (PARTITION BY ${first} ORDER BY ${order})`,
      `SUM(${measure}) OVER (PARTITION BY ${second})`,
      `lag(${measure}) OVER (ORDER BY ${first}, ${second})`,
      `${measure} / nullif(SUM(MEASURE(trade_count)) OVER (), 0)`,
    ]);
    return {
      sql: `SELECT ${first}, ${second}, ${window} FROM trade_metrics${this.#parts.where()}${this.#parts.groupBy(keys)}`,
      answered: "post-processed",
    };
  }

  #overGroups(): Statement {
    const keys = this.#parts.keys();
    const named = keys.map((key, place) => `${key} AS k${place}`).join(", ");
    const inner = `SELECT ${named}, ${this.#parts.measure()} AS x FROM trade_metrics${this.#parts.where()}${this.#parts.groupBy(keys)}`;
    const outer = this.#parts.pick([
      "AVG(x), COUNT(x), COUNT(*)",
      "MIN(x), MAX(x), SUM(x)",
      "COUNT(DISTINCT k0), stddev(x)",
    ]);
    return {
      sql: this.#parts.pick([
        `SELECT ${outer} FROM (${inner}) t`,
        `WITH t AS (${inner}) SELECT k0, x FROM t WHERE x > (SELECT AVG(x) FROM t)`,
        `WITH t AS (${inner}) SELECT k0, ${outer} FROM t GROUP BY k0`,
      ]),
      answered: "post-processed",
    };
  }

  #union(): Statement {
    const [a, b] = this.#parts.some(TEXT_COLUMNS, 2);
    const part = (key = "") =>
      `SELECT ${key} AS k, ${this.#parts.additive()} AS x FROM trade_metrics${this.#parts.where()} GROUP BY 1`;
    const operator = this.#parts.pick(["UNION ALL", "UNION"]);
    // Types of both sides have to agree: the same kind of number.
    const sum = (key = "") => part(key).replace("COUNT(*)", "SUM(trade_count)");
    return {
      sql: `${sum(a)} ${operator} ${sum(b)}`,
      answered: "post-processed",
    };
  }

  #join(): Statement {
    const key = this.#parts.pick(TEXT_COLUMNS);
    const part = () =>
      `SELECT ${key} AS k, ${this.#parts.measure()} AS x FROM trade_metrics${this.#parts.where()} GROUP BY 1`;
    const kind = this.#parts.pick(["JOIN", "LEFT JOIN", "FULL JOIN"]);
    return {
      sql: `SELECT k, a.x, b.x FROM (${part()}) a ${kind} (${part()}) b USING (k)`,
      answered: "post-processed",
    };
  }

  #subquery(): Statement {
    const [key = ""] = this.#parts.keys(1);
    const among = this.#parts.pick(["desk", "book", "symbol", "country"]);
    const inner = `SELECT ${among} FROM trade_metrics${this.#parts.where()} GROUP BY 1 ORDER BY MEASURE(notional) DESC, 1 LIMIT ${1 + this.#parts.below(4)}`;
    return {
      sql: `SELECT ${key}, ${this.#parts.measure()} FROM trade_metrics WHERE ${among} ${this.#parts.pick(["IN", "NOT IN"])} (${inner}) GROUP BY 1`,
      answered: "either",
    };
  }
}

import seedrandom from "seedrandom";

/**
 * What each public member means, said a second time in plain ClickHouse SQL over
 * the fact table (joins instead of dictionaries, sumIf instead of if), so that a
 * wrong model cannot agree with itself.
 */
const TRADED = "t.exposure_type IN ('Direct', 'ETF', 'ETC')";
const HELD = "t.exposure_type IN ('Direct', 'Constituent')";
const VIA = "t.exposure_type = 'Constituent'";
const WRAPPER = "t.exposure_type IN ('ETF', 'ETC')";

const traded = (column: string) => `sumIf(t.${column}, ${TRADED})`;
const held = (column: string) => `sumIf(t.${column}, ${HELD})`;
const via = (column: string) => `sumIf(t.${column}, ${VIA})`;
const unmappedOf = (amount: string) =>
  `(sumIf(${amount}, ${WRAPPER}) - sumIf(${amount}, ${VIA}))`;
const unmapped = (column: string) => unmappedOf(`t.${column}`);
const different = (column: string, when: string) =>
  `length(groupUniqArrayIf(toString(t.${column}), ${when}))`;
const ratio = (numerator: string, denominator: string, scale = 1) =>
  `if(${denominator} = 0, NULL, ${scale} * ${numerator} / ${denominator})`;

const slippageCost = `sumIf(t.notional * t.slippage, ${TRADED})`;
const trades = `countIf(${TRADED})`;

export const MEASURES: Record<string, string> = {
  trade_count: trades,
  row_count: "count()",
  quantity: traded("quantity"),
  notional: traded("notional"),
  pnl: traded("pnl"),
  exposure: traded("exposure"),
  gross_exposure: `sumIf(abs(t.exposure), ${TRADED})`,
  long_exposure: `sumIf(greatest(t.exposure, 0), ${TRADED})`,
  short_exposure: `sumIf(greatest(-t.exposure, 0), ${TRADED})`,
  fees: traded("fees"),
  margin: traded("margin"),
  slippage_cost: slippageCost,
  delta_exposure: `sumIf(t.delta * t.exposure, ${TRADED})`,
  delta: traded("delta"),
  gamma: traded("gamma"),
  vega: traded("vega"),
  theta: traded("theta"),
  rho: traded("rho"),
  look_through_notional: held("notional"),
  look_through_pnl: held("pnl"),
  look_through_exposure: held("exposure"),
  look_through_gross_exposure: `sumIf(abs(t.exposure), ${HELD})`,
  look_through_long_exposure: `sumIf(greatest(t.exposure, 0), ${HELD})`,
  look_through_short_exposure: `sumIf(greatest(-t.exposure, 0), ${HELD})`,
  via_wrapper_notional: via("notional"),
  via_wrapper_pnl: via("pnl"),
  via_wrapper_exposure: via("exposure"),
  via_wrapper_gross_exposure: `sumIf(abs(t.exposure), ${VIA})`,
  via_wrapper_long_exposure: `sumIf(greatest(t.exposure, 0), ${VIA})`,
  via_wrapper_short_exposure: `sumIf(greatest(-t.exposure, 0), ${VIA})`,
  unmapped_notional: unmapped("notional"),
  unmapped_pnl: unmapped("pnl"),
  unmapped_exposure: unmapped("exposure"),
  unmapped_gross_exposure: unmappedOf("abs(t.exposure)"),
  unmapped_long_exposure: unmappedOf("greatest(t.exposure, 0)"),
  unmapped_short_exposure: unmappedOf("greatest(-t.exposure, 0)"),
  symbol_count: different("symbol", TRADED),
  book_count: different("book", TRADED),
  counterparty_count: different("counterparty", TRADED),
  active_days: different("trade_date", TRADED),
  holding_count: different("underlying_symbol", HELD),
  avg_price: ratio(traded("notional"), traded("quantity")),
  pnl_bps: ratio(traded("pnl"), traded("notional"), 10_000),
  fee_bps: ratio(traded("fees"), traded("notional"), 10_000),
  slippage_bps: ratio(slippageCost, traded("notional"), 10_000),
  avg_trade_size: ratio(traded("notional"), trades),
  avg_vol: ratio(traded("vol"), trades),
  avg_rate: ratio(traded("rate"), trades),
  look_through_pnl_bps: ratio(held("pnl"), held("notional"), 10_000),
  coverage: ratio(held("notional"), traded("notional")),
};

const column = (name: string) => `toString(t.${name})`;

/** Every dimension as the text REST answers with. */
export const DIMENSIONS: Record<string, string> = {
  ...Object.fromEntries(
    [
      "trade_id",
      "order_id",
      "portfolio_manager_id",
      "fund_id",
      "portfolio_id",
      "account_id",
      "desk",
      "book",
      "strategy",
      "region",
      "country",
      "venue",
      "asset_class",
      "product",
      "instrument_type",
      "symbol",
      "underlying_symbol",
      "parent_symbol",
      "exposure_type",
      "currency",
      "counterparty",
      "risk_bucket",
      "scenario",
      "price",
    ].map((name) => [name, column(name)]),
  ),
  side: "transform(sign(t.exposure), [1, -1], ['Long', 'Short'], 'Flat')",
  trade_quantity: column("quantity"),
  trade_notional: column("notional"),
  trade_date: "formatDateTime(t.trade_date, '%Y-%m-%dT00:00:00.000')",
  ts: "formatDateTime(t.ts, '%Y-%m-%dT%H:%i:%S.000', 'UTC')",
  trade_year: "formatDateTime(t.trade_date, '%Y')",
  trade_quarter: "formatDateTime(t.trade_date, '%Y-Q%Q')",
  trade_month: "formatDateTime(t.trade_date, '%Y-%m')",
  trade_week: "formatDateTime(t.trade_date, '%G-W%V')",
  trade_day: "formatDateTime(t.trade_date, '%Y-%m-%d')",
  instrument_name: "traded.name",
  sector: "traded.sector",
  exchange: "traded.exchange",
  underlying_name: "held.name",
  underlying_asset_class: "held.asset_class",
  underlying_sector: "held.sector",
};

const GRANULARITIES: Record<string, string> = {
  day: "t.trade_date",
  week: "toMonday(t.trade_date)",
  month: "toStartOfMonth(t.trade_date)",
  quarter: "toStartOfQuarter(t.trade_date)",
  year: "toStartOfYear(t.trade_date)",
};

export const FROM = `
FROM trades_1d AS t
LEFT JOIN (SELECT * FROM instruments FINAL) AS traded ON t.symbol = traded.symbol
LEFT JOIN (SELECT * FROM instruments FINAL) AS held ON t.underlying_symbol = held.symbol`;

/** Dimensions that the columns of a rollup determine; instruments hang on its symbols. */
const INSTRUMENT =
  "exposure_type asset_class product symbol underlying_symbol parent_symbol instrument_name sector exchange underlying_name underlying_asset_class underlying_sector trade_year trade_quarter trade_month trade_week trade_day".split(
    " ",
  );
export const ROLLUPS: Record<string, Set<string>> = {
  by_organisation: new Set([
    ...INSTRUMENT,
    ..."portfolio_manager_id fund_id portfolio_id desk book strategy".split(
      " ",
    ),
  ]),
  by_geography: new Set([
    ...INSTRUMENT,
    ..."region country venue currency".split(" "),
  ]),
};

/** Dimensions whose different values a measure counts, beyond those of every rollup. */
const COUNTED: Record<string, string> = {
  book_count: "book",
  counterparty_count: "counterparty",
};

export interface OracleFilter {
  dimension: string;
  operator: "equals" | "notEquals" | "contains" | "startsWith";
  values: string[];
}

export interface OracleQuery {
  measures: string[];
  dimensions: string[];
  granularity: string | undefined;
  dateRange: [string, string] | undefined;
  filters: OracleFilter[];
  /** Keeps groups where the measure is greater than this. */
  having: { measure: string; above: number } | undefined;
}

const literal = (text: string) =>
  `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

function condition({ dimension, operator, values }: OracleFilter): string {
  const sql = DIMENSIONS[dimension] ?? "";
  const list = values.map(literal).join(", ");
  const any = (test: (value: string) => string) =>
    `(${values.map(test).join(" OR ")})`;
  switch (operator) {
    case "equals":
      return `${sql} IN (${list})`;
    case "notEquals":
      return `${sql} NOT IN (${list})`;
    case "contains":
      return any(
        (value) => `positionCaseInsensitive(${sql}, ${literal(value)}) > 0`,
      );
    case "startsWith":
      return any(
        (value) => `startsWith(lower(${sql}), lower(${literal(value)}))`,
      );
  }
}

/** The query as SQL over the facts: columns d0…, [period], m0…. */
export function oracleSql(query: OracleQuery): string {
  const keys = [
    ...query.dimensions.map((name, i) => `${DIMENSIONS[name]} AS d${i}`),
    ...(query.granularity
      ? [
          `formatDateTime(${GRANULARITIES[query.granularity]}, '%Y-%m-%dT00:00:00.000') AS period`,
        ]
      : []),
  ];
  const measures = query.measures.map(
    (name, i) => `${MEASURES[name]} AS m${i}`,
  );
  const where = [
    ...query.filters.map(condition),
    ...(query.dateRange
      ? [
          `t.trade_date BETWEEN '${query.dateRange[0]}' AND '${query.dateRange[1]}'`,
        ]
      : []),
  ];
  const groups = keys.map((_, i) => i + 1).join(", ");
  return [
    `SELECT ${[...keys, ...measures].join(", ")}`,
    FROM,
    where.length > 0 ? `WHERE ${where.join(" AND ")}` : "",
    groups ? `GROUP BY ${groups}` : "",
    query.having
      ? `HAVING ${MEASURES[query.having.measure]} > ${query.having.above}`
      : "",
  ].join("\n");
}

/** The same question in Cube's language, asked of a view. */
export function cubeQuery(query: OracleQuery, view: string) {
  const time =
    query.granularity !== undefined || query.dateRange !== undefined
      ? [
          {
            dimension: `${view}.trade_date`,
            ...(query.granularity ? { granularity: query.granularity } : {}),
            ...(query.dateRange ? { dateRange: query.dateRange } : {}),
          },
        ]
      : [];
  return {
    measures: query.measures.map((name) => `${view}.${name}`),
    dimensions: query.dimensions.map((name) => `${view}.${name}`),
    timeDimensions: time,
    filters: [
      ...query.filters.map(({ dimension, operator, values }) => ({
        member: `${view}.${dimension}`,
        operator,
        values,
      })),
      ...(query.having
        ? [
            {
              member: `${view}.${query.having.measure}`,
              operator: "gt",
              values: [String(query.having.above)],
            },
          ]
        : []),
    ],
    limit: 50_000,
  };
}

/** The rollup that can answer the query, by the columns it stores. */
export function coveringRollup(query: OracleQuery): string | undefined {
  const needed = [
    ...query.dimensions,
    ...query.filters.map(({ dimension }) => dimension),
    ...query.measures.flatMap((name) => COUNTED[name] ?? []),
  ];
  return Object.entries(ROLLUPS).find(([, columns]) =>
    needed.every((name) => columns.has(name)),
  )?.[0];
}

/** A text dimension whose values make sense in `contains` and `startsWith`. */
const TEXT = new Set(
  "desk book strategy region country venue product symbol underlying_symbol currency counterparty instrument_name sector underlying_sector".split(
    " ",
  ),
);

/**
 * Seeded random queries: 1–4 measures, 0–4 dimensions, filters on real values,
 * date ranges, granularities, conditions on measures.
 *
 * @param samples values of each dimension that occur in the data
 */
export function randomQueries(
  seed: string,
  count: number,
  samples: Record<string, string[]>,
  days: string[],
): OracleQuery[] {
  const random = seedrandom(seed);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  };
  const pickSome = (items: string[], n: number) => {
    const chosen = new Set<string>();
    while (chosen.size < Math.min(n, items.length)) chosen.add(pick(items));
    return [...chosen];
  };
  const measures = Object.keys(MEASURES);
  const dimensions = Object.keys(DIMENSIONS).filter(
    (name) => name !== "trade_date",
  );
  const covered = Object.values(ROLLUPS).map((columns) => [...columns]);

  return Array.from({ length: count }, (_, i) => {
    // Half of the queries stay within one rollup, so that hits are proven as often as misses.
    const pool = i % 2 === 0 ? pick(covered) : dimensions;
    const filters = pickSome(pool, pick([0, 0, 1, 2])).map((dimension) => {
      const operator = pick(
        TEXT.has(dimension)
          ? (["equals", "notEquals", "contains", "startsWith"] as const)
          : (["equals", "notEquals"] as const),
      );
      const some = pickSome(samples[dimension] ?? [], pick([1, 2, 3]));
      const values =
        operator === "contains" || operator === "startsWith"
          ? some.map((value) => value.slice(0, 2)).filter(Boolean)
          : some;
      return { dimension, operator, values };
    });
    const from = Math.floor(random() * days.length);
    const to = from + Math.floor(random() * (days.length - from));
    return {
      // Every measure takes its turn; the others are drawn.
      measures: [
        ...new Set([
          measures[i % measures.length] ?? "notional",
          ...pickSome(measures, pick([0, 1, 2, 3])),
        ]),
      ],
      dimensions: pickSome(pool, i % 5),
      granularity:
        random() < 0.3 ? pick(Object.keys(GRANULARITIES)) : undefined,
      dateRange:
        random() < 0.6
          ? ([days[from] ?? "", days[to] ?? ""] as [string, string])
          : undefined,
      filters: filters.filter(({ values }) => values.length > 0),
      having:
        random() < 0.15
          ? {
              measure: pick(["notional", "trade_count", "pnl", "symbol_count"]),
              above: 1,
            }
          : undefined,
    };
  });
}

/** One question of the benchmark, in members of the view. */
export interface Scenario {
  name: string;
  measures: string[];
  dimensions: string[];
  dateRange: boolean;
}

/** The questions a pivot asks: a grand total, then one level more each time. */
export const SCENARIOS: Scenario[] = [
  {
    name: "grand total",
    measures: ["notional", "pnl", "trade_count"],
    dimensions: [],
    dateRange: false,
  },
  {
    name: "1 dimension: manager",
    measures: ["notional", "pnl", "trade_count"],
    dimensions: ["portfolio_manager_id"],
    dateRange: true,
  },
  {
    name: "2 dimensions: manager, fund",
    measures: ["notional", "pnl", "trade_count"],
    dimensions: ["portfolio_manager_id", "fund_id"],
    dateRange: true,
  },
  {
    name: "3 dimensions: region, country, venue",
    measures: ["notional", "avg_price", "fee_bps"],
    dimensions: ["region", "country", "venue"],
    dateRange: true,
  },
  {
    name: "4 dimensions: manager, fund, portfolio, desk",
    measures: ["notional", "pnl", "trade_count"],
    dimensions: ["portfolio_manager_id", "fund_id", "portfolio_id", "desk"],
    dateRange: true,
  },
  {
    name: "5 dimensions: manager … book",
    measures: ["notional", "pnl", "trade_count"],
    dimensions: [
      "portfolio_manager_id",
      "fund_id",
      "portfolio_id",
      "desk",
      "book",
    ],
    dateRange: true,
  },
  {
    name: "look-through by held symbol",
    measures: ["look_through_notional", "via_wrapper_notional"],
    dimensions: ["underlying_symbol"],
    dateRange: true,
  },
  {
    name: "look-through by held sector, desk",
    measures: ["look_through_exposure", "look_through_pnl_bps"],
    dimensions: ["underlying_sector", "desk"],
    dateRange: true,
  },
];

/** The question as a query to `/v1/load`. */
export const cubeQuery = (
  scenario: Scenario,
  view: string,
  days: readonly string[],
) => ({
  measures: scenario.measures.map((name) => `${view}.${name}`),
  dimensions: scenario.dimensions.map((name) => `${view}.${name}`),
  timeDimensions: scenario.dateRange
    ? [
        {
          dimension: `${view}.trade_date`,
          dateRange: [days.at(0), days.at(-1)],
        },
      ]
    : [],
  limit: ROWS,
});

const ROWS = 50_000;

let seen = 0;
/** A limit never used before: nothing about the question is cached. */
export const unseenLimit = (limit = ROWS): number => limit - ++seen;

export const unseen = <Q extends { limit: number }>(query: Q): Q => ({
  ...query,
  limit: unseenLimit(query.limit),
});

/** The question in SQL; `$1` and `$2` are the first and last day, in that order. */
export function sqlQuery(
  { measures, dimensions, dateRange }: Scenario,
  view: string,
): string {
  const columns = [
    ...dimensions,
    ...measures.map((name) => `MEASURE(${name})`),
  ];
  return [
    `SELECT ${columns.join(", ")} FROM ${view}`,
    ...(dateRange ? ["WHERE trade_date BETWEEN $1 AND $2"] : []),
    ...(dimensions.length > 0
      ? [`GROUP BY ${dimensions.map((_, place) => place + 1).join(", ")}`]
      : []),
  ].join(" ");
}

// Generated from model/ by `npm run types`: change the model instead.

/** Measures of instrument_reference. */
export type InstrumentReferenceMeasure =
  /** Number of instruments. */
  "instrument_reference.instrument_count";

/** Dimensions of instrument_reference. */
export type InstrumentReferenceDimension =
  /** Ticker, unique. */
  | "instrument_reference.symbol"
  /** Full name. */
  | "instrument_reference.name"
  /** Equity or Commodity. */
  | "instrument_reference.asset_class"
  /** Stock, ETF, ETC or Commodity. */
  | "instrument_reference.instrument_type"
  /** Trading currency, ISO 4217. */
  | "instrument_reference.currency"
  /** Primary listing venue. */
  | "instrument_reference.exchange"
  /** Industry sector or commodity group. */
  | "instrument_reference.sector"
  /** Whether it is a wrapper that holds constituents. */
  | "instrument_reference.is_composite";

/** Time dimensions of instrument_reference. */
export type InstrumentReferenceTimeDimension = never;

/** Segments of instrument_reference. */
export type InstrumentReferenceSegment = never;

/** Hierarchies of instrument_reference. */
export type InstrumentReferenceHierarchy = never;

/** Measures of trade_metrics. */
export type TradeMetricsMeasure =
  /** Notional of what is really held, in currency: Direct rows, and Constituent rows in place of their wrappers. */
  | "trade_metrics.look_through_notional"
  /** P&L of what is really held, in currency: Direct rows, and Constituent rows in place of their wrappers. */
  | "trade_metrics.look_through_pnl"
  /** Net exposure of what is really held, in currency, long minus short: Direct rows, and Constituent rows in place of their wrappers. */
  | "trade_metrics.look_through_exposure"
  /** Gross exposure of what is really held, in currency, long plus short: Direct rows, and Constituent rows in place of their wrappers. */
  | "trade_metrics.look_through_gross_exposure"
  /** Long exposure of what is really held, in currency: Direct rows, and Constituent rows in place of their wrappers. */
  | "trade_metrics.look_through_long_exposure"
  /** Short exposure of what is really held, in currency, as a positive amount: Direct rows, and Constituent rows in place of their wrappers. */
  | "trade_metrics.look_through_short_exposure"
  /** Look-through P&L over look-through notional, in basis points. Totals are ratios of the totals. */
  | "trade_metrics.look_through_pnl_bps"
  /** The part of look-through notional held through ETFs and ETCs, in currency: Constituent rows. */
  | "trade_metrics.via_wrapper_notional"
  /** The part of look-through P&L held through ETFs and ETCs, in currency: Constituent rows. */
  | "trade_metrics.via_wrapper_pnl"
  /** The part of look-through net exposure held through ETFs and ETCs, in currency: Constituent rows. */
  | "trade_metrics.via_wrapper_exposure"
  /** The part of look-through gross exposure held through ETFs and ETCs, in currency: Constituent rows. */
  | "trade_metrics.via_wrapper_gross_exposure"
  /** The part of look-through long exposure held through ETFs and ETCs, in currency: Constituent rows. */
  | "trade_metrics.via_wrapper_long_exposure"
  /** The part of look-through short exposure held through ETFs and ETCs, in currency: Constituent rows. */
  | "trade_metrics.via_wrapper_short_exposure"
  /** The notional of wrappers that the weights leave unexplained, in currency: ETF plus ETC minus Constituent rows. Look-through notional plus unmapped notional equals notional, by traded symbol, organisation, geography and date. */
  | "trade_metrics.unmapped_notional"
  /** The P&L of wrappers that the weights leave unexplained, in currency: ETF plus ETC minus Constituent rows. Look-through P&L plus unmapped P&L equals P&L, by traded symbol, organisation, geography and date. */
  | "trade_metrics.unmapped_pnl"
  /** The net exposure of wrappers that the weights leave unexplained, in currency: ETF plus ETC minus Constituent rows. Look-through net exposure plus unmapped net exposure equals net exposure, by traded symbol, organisation, geography and date. */
  | "trade_metrics.unmapped_exposure"
  /** The gross exposure of wrappers that the weights leave unexplained, in currency: ETF plus ETC minus Constituent rows. Look-through gross exposure plus unmapped gross exposure equals gross exposure, by traded symbol, organisation, geography and date. */
  | "trade_metrics.unmapped_gross_exposure"
  /** The long exposure of wrappers that the weights leave unexplained, in currency: ETF plus ETC minus Constituent rows. Look-through long exposure plus unmapped long exposure equals long exposure, by traded symbol, organisation, geography and date. */
  | "trade_metrics.unmapped_long_exposure"
  /** The short exposure of wrappers that the weights leave unexplained, in currency: ETF plus ETC minus Constituent rows. Look-through short exposure plus unmapped short exposure equals short exposure, by traded symbol, organisation, geography and date. */
  | "trade_metrics.unmapped_short_exposure"
  /** Number of different symbols held, directly or through wrappers: Direct and Constituent rows, a wrapper as its holdings. Totals count each once: they may be less than the sum of their parts. */
  | "trade_metrics.holding_count"
  /** Share of notional the weights explain: look-through over as traded. 1 means nothing is unmapped. Meaningless by what is held: wrappers are traded, not held. */
  | "trade_metrics.coverage"
  /** Number of trades. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Does not look through: trades in holdings of a wrapper do not exist. */
  | "trade_metrics.trade_count"
  /** Number of rows: Direct, ETF and ETC rows, and the Constituent rows beside them. */
  | "trade_metrics.row_count"
  /** Number of different symbols traded. Counts Direct, ETF and ETC rows, so constituents are never counted twice. A wrapper is one symbol. Totals count each once: they may be less than the sum of their parts. */
  | "trade_metrics.symbol_count"
  /** Number of different books that traded. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Totals count each once: they may be less than the sum of their parts. */
  | "trade_metrics.book_count"
  /** Number of different counterparties traded with. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Totals count each once: they may be less than the sum of their parts. */
  | "trade_metrics.counterparty_count"
  /** Number of different days with a trade. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Totals count each once: they may be less than the sum of their parts. */
  | "trade_metrics.active_days"
  /** Units traded (shares, contracts), regardless of side. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Meaningful within one symbol. */
  | "trade_metrics.quantity"
  /** Quantity times price, regardless of side, in currency. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Through wrappers: look-through notional. */
  | "trade_metrics.notional"
  /** Volume-weighted average price: notional over quantity, in currency per unit. As traded; totals are those of all trades, not averages of averages. Meaningful within one symbol. */
  | "trade_metrics.avg_price"
  /** Notional per trade, in currency. As traded; totals are ratios of the totals. */
  | "trade_metrics.avg_trade_size"
  /** Signed market exposure in currency, long minus short. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Through wrappers: look-through net exposure. */
  | "trade_metrics.exposure"
  /** Market exposure in currency regardless of side, long plus short. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Through wrappers: look-through gross exposure. */
  | "trade_metrics.gross_exposure"
  /** Market exposure of long trades, in currency. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Through wrappers: look-through long exposure. */
  | "trade_metrics.long_exposure"
  /** Market exposure of short trades, in currency, as a positive amount: long minus short is net exposure. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Through wrappers: look-through short exposure. */
  | "trade_metrics.short_exposure"
  /** Profit and loss of the day, at its closing price and net of fees, in currency. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Through wrappers: look-through P&L. */
  | "trade_metrics.pnl"
  /** P&L over notional, in basis points. As traded; totals are ratios of the totals. */
  | "trade_metrics.pnl_bps"
  /** Running P&L from the start of the data to the end of each period, in currency, as traded. Needs a date range and a granularity. */
  | "trade_metrics.cumulative_pnl"
  /** Fees paid, in currency. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Does not look through: a wrapper's stays with the wrapper. */
  | "trade_metrics.fees"
  /** Fees over notional, in basis points. As traded; totals are ratios of the totals. */
  | "trade_metrics.fee_bps"
  /** Margin posted, in currency. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Does not look through: a wrapper's stays with the wrapper. */
  | "trade_metrics.margin"
  /** Cost of slippage, in currency: notional times slippage of each trade. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Does not look through: a wrapper's stays with the wrapper. */
  | "trade_metrics.slippage_cost"
  /** Slippage cost over notional, in basis points. As traded; totals are ratios of the totals. */
  | "trade_metrics.slippage_bps"
  /** Delta-weighted exposure, in currency: signed exposure times delta of each trade. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Does not look through: a wrapper's stays with the wrapper. */
  | "trade_metrics.delta_exposure"
  /** Sum of the trades' delta, the price sensitivity per unit, from -1 to 1 each. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Does not look through: a wrapper's stays with the wrapper. */
  | "trade_metrics.delta"
  /** Sum of the trades' gamma, the change of delta per unit of price. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Does not look through: a wrapper's stays with the wrapper. */
  | "trade_metrics.gamma"
  /** Sum of the trades' vega, the sensitivity to volatility. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Does not look through: a wrapper's stays with the wrapper. */
  | "trade_metrics.vega"
  /** Sum of the trades' theta, the decay of value per day, zero or negative. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Does not look through: a wrapper's stays with the wrapper. */
  | "trade_metrics.theta"
  /** Sum of the trades' rho, the sensitivity to interest rates. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Does not look through: a wrapper's stays with the wrapper. */
  | "trade_metrics.rho"
  /** Mean implied volatility of the trades, annualised, as a share. Each trade counts the same; as traded. */
  | "trade_metrics.avg_vol"
  /** Mean funding rate of the trades, annualised, as a share. Each trade counts the same; as traded. */
  | "trade_metrics.avg_rate";

/** Dimensions of trade_metrics. */
export type TradeMetricsDimension =
  /** Number of the portfolio manager, root of the organisation. A constituent row has that of its wrapper trade. */
  | "trade_metrics.portfolio_manager_id"
  /** Number of the fund; it belongs to one portfolio manager. A constituent row has that of its wrapper trade. */
  | "trade_metrics.fund_id"
  /** Number of the portfolio; it belongs to one fund. A constituent row has that of its wrapper trade. */
  | "trade_metrics.portfolio_id"
  /** Number of the settlement account of the trade. */
  | "trade_metrics.account_id"
  /** Trading desk; works for one or several portfolios. A constituent row has that of its wrapper trade. */
  | "trade_metrics.desk"
  /** Trading book; it belongs to one desk. A constituent row has that of its wrapper trade. */
  | "trade_metrics.book"
  /** Trading strategy behind the trade, e.g. Carry or Hedging. */
  | "trade_metrics.strategy"
  /** Asset class of what was traded, Equity or Commodity; on a constituent row of the wrapper. */
  | "trade_metrics.asset_class"
  /** Product type of what was traded, e.g. Single Stock or Index ETF; it belongs to one asset class. On a constituent row of the wrapper. */
  | "trade_metrics.product"
  /** Stock, ETF, ETC or Commodity, of what was traded; on a constituent row of the wrapper. */
  | "trade_metrics.instrument_type"
  /** Ticker of what was traded; on a constituent row of the wrapper. */
  | "trade_metrics.symbol"
  /** Full name of what was traded; on a constituent row of the wrapper. */
  | "trade_metrics.instrument_name"
  /** Industry sector or commodity group of what was traded; on a constituent row of the wrapper. */
  | "trade_metrics.sector"
  /** Primary listing of what was traded, which need not be the venue of the trade. */
  | "trade_metrics.exchange"
  /** Kind of row: Direct (a trade in a stock or commodity), ETF or ETC (a trade in a wrapper), Constituent (a holding of a wrapper trade). */
  | "trade_metrics.exposure_type"
  /** Asset class of what is held, Equity or Commodity: holdings of a wrapper count under their own. */
  | "trade_metrics.underlying_asset_class"
  /** Industry sector or commodity group of what is held: holdings of a wrapper count under their own. */
  | "trade_metrics.underlying_sector"
  /** Ticker of what is held: of the traded symbol itself, or of the holding of an exploded wrapper. Look-through measures are broken down by it. */
  | "trade_metrics.underlying_symbol"
  /** Full name of what is held. */
  | "trade_metrics.underlying_name"
  /** Ticker of the wrapper on a constituent row, else empty. */
  | "trade_metrics.parent_symbol"
  /** Region of the venue: AMER, EMEA or APAC. A constituent row has that of its wrapper trade. */
  | "trade_metrics.region"
  /** Country of the venue, ISO 3166-1 alpha-2, e.g. US. */
  | "trade_metrics.country"
  /** Execution venue; it belongs to one country. */
  | "trade_metrics.venue"
  /** Currency of the amounts, ISO 4217, e.g. USD. */
  | "trade_metrics.currency"
  /** Trading day. Give its range as a date range, so that a rollup answers. */
  | "trade_metrics.trade_date"
  /** Year of the trade date, e.g. 2024. */
  | "trade_metrics.trade_year"
  /** Quarter of the trade date, e.g. 2024-Q1. */
  | "trade_metrics.trade_quarter"
  /** Month of the trade date, e.g. 2024-01. */
  | "trade_metrics.trade_month"
  /** ISO week of the trade date, Monday to Sunday, e.g. 2024-W03. In the first and last days of a year its year may differ from the date's. */
  | "trade_metrics.trade_week"
  /** Trade date as text, e.g. 2024-01-15. */
  | "trade_metrics.trade_day"
  /** Execution time, UTC, cut to seconds. */
  | "trade_metrics.ts"
  /** Number of the trade; the constituent rows of a wrapper trade share it. */
  | "trade_metrics.trade_id"
  /** Number of the order the trade fills; an order may have several trades. */
  | "trade_metrics.order_id"
  /** Long or Short, by the sign of the row's exposure; Flat without exposure. A constituent row has that of its wrapper trade, unless its share is less than a cent. */
  | "trade_metrics.side"
  /** Counterparty of the trade. A constituent row has that of its wrapper trade. */
  | "trade_metrics.counterparty"
  /** Risk class of the trade, by the implied volatility of what was traded: Low, Medium, High or Very High. */
  | "trade_metrics.risk_bucket"
  /** Risk scenario that limits the trade, e.g. Base; a trade has one, so that scenarios add up. */
  | "trade_metrics.scenario"
  /** Units of one trade, regardless of side; on a constituent row the units of the holding, which may be fractions. Sums are the measure Quantity. */
  | "trade_metrics.trade_quantity"
  /** Price of one trade, in currency per unit; on a constituent row that of the holding at the time of the trade. Averages are the measure Average price. */
  | "trade_metrics.price"
  /** Notional of one trade, quantity times price, in currency; on a constituent row the holding's weight in that of the wrapper trade. Sums are the measure Notional. */
  | "trade_metrics.trade_notional";

/** Time dimensions of trade_metrics. */
export type TradeMetricsTimeDimension =
  /** Trading day. Give its range as a date range, so that a rollup answers. */
  | "trade_metrics.trade_date"
  /** Execution time, UTC, cut to seconds. */
  | "trade_metrics.ts";

/** Segments of trade_metrics. */
export type TradeMetricsSegment = never;

/** Hierarchies of trade_metrics. */
export type TradeMetricsHierarchy =
  | "trade_metrics.organisation"
  | "trade_metrics.instrument"
  | "trade_metrics.geography"
  | "trade_metrics.holdings"
  | "trade_metrics.calendar";

/** Measures of trade_metrics_raw. */
export type TradeMetricsRawMeasure =
  /** Notional of what is really held, in currency: Direct rows, and Constituent rows in place of their wrappers. */
  | "trade_metrics_raw.look_through_notional"
  /** P&L of what is really held, in currency: Direct rows, and Constituent rows in place of their wrappers. */
  | "trade_metrics_raw.look_through_pnl"
  /** Net exposure of what is really held, in currency, long minus short: Direct rows, and Constituent rows in place of their wrappers. */
  | "trade_metrics_raw.look_through_exposure"
  /** Gross exposure of what is really held, in currency, long plus short: Direct rows, and Constituent rows in place of their wrappers. */
  | "trade_metrics_raw.look_through_gross_exposure"
  /** Long exposure of what is really held, in currency: Direct rows, and Constituent rows in place of their wrappers. */
  | "trade_metrics_raw.look_through_long_exposure"
  /** Short exposure of what is really held, in currency, as a positive amount: Direct rows, and Constituent rows in place of their wrappers. */
  | "trade_metrics_raw.look_through_short_exposure"
  /** Look-through P&L over look-through notional, in basis points. Totals are ratios of the totals. */
  | "trade_metrics_raw.look_through_pnl_bps"
  /** The part of look-through notional held through ETFs and ETCs, in currency: Constituent rows. */
  | "trade_metrics_raw.via_wrapper_notional"
  /** The part of look-through P&L held through ETFs and ETCs, in currency: Constituent rows. */
  | "trade_metrics_raw.via_wrapper_pnl"
  /** The part of look-through net exposure held through ETFs and ETCs, in currency: Constituent rows. */
  | "trade_metrics_raw.via_wrapper_exposure"
  /** The part of look-through gross exposure held through ETFs and ETCs, in currency: Constituent rows. */
  | "trade_metrics_raw.via_wrapper_gross_exposure"
  /** The part of look-through long exposure held through ETFs and ETCs, in currency: Constituent rows. */
  | "trade_metrics_raw.via_wrapper_long_exposure"
  /** The part of look-through short exposure held through ETFs and ETCs, in currency: Constituent rows. */
  | "trade_metrics_raw.via_wrapper_short_exposure"
  /** The notional of wrappers that the weights leave unexplained, in currency: ETF plus ETC minus Constituent rows. Look-through notional plus unmapped notional equals notional, by traded symbol, organisation, geography and date. */
  | "trade_metrics_raw.unmapped_notional"
  /** The P&L of wrappers that the weights leave unexplained, in currency: ETF plus ETC minus Constituent rows. Look-through P&L plus unmapped P&L equals P&L, by traded symbol, organisation, geography and date. */
  | "trade_metrics_raw.unmapped_pnl"
  /** The net exposure of wrappers that the weights leave unexplained, in currency: ETF plus ETC minus Constituent rows. Look-through net exposure plus unmapped net exposure equals net exposure, by traded symbol, organisation, geography and date. */
  | "trade_metrics_raw.unmapped_exposure"
  /** The gross exposure of wrappers that the weights leave unexplained, in currency: ETF plus ETC minus Constituent rows. Look-through gross exposure plus unmapped gross exposure equals gross exposure, by traded symbol, organisation, geography and date. */
  | "trade_metrics_raw.unmapped_gross_exposure"
  /** The long exposure of wrappers that the weights leave unexplained, in currency: ETF plus ETC minus Constituent rows. Look-through long exposure plus unmapped long exposure equals long exposure, by traded symbol, organisation, geography and date. */
  | "trade_metrics_raw.unmapped_long_exposure"
  /** The short exposure of wrappers that the weights leave unexplained, in currency: ETF plus ETC minus Constituent rows. Look-through short exposure plus unmapped short exposure equals short exposure, by traded symbol, organisation, geography and date. */
  | "trade_metrics_raw.unmapped_short_exposure"
  /** Number of different symbols held, directly or through wrappers: Direct and Constituent rows, a wrapper as its holdings. Totals count each once: they may be less than the sum of their parts. */
  | "trade_metrics_raw.holding_count"
  /** Share of notional the weights explain: look-through over as traded. 1 means nothing is unmapped. Meaningless by what is held: wrappers are traded, not held. */
  | "trade_metrics_raw.coverage"
  /** Number of trades. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Does not look through: trades in holdings of a wrapper do not exist. */
  | "trade_metrics_raw.trade_count"
  /** Number of rows: Direct, ETF and ETC rows, and the Constituent rows beside them. */
  | "trade_metrics_raw.row_count"
  /** Number of different symbols traded. Counts Direct, ETF and ETC rows, so constituents are never counted twice. A wrapper is one symbol. Totals count each once: they may be less than the sum of their parts. */
  | "trade_metrics_raw.symbol_count"
  /** Number of different books that traded. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Totals count each once: they may be less than the sum of their parts. */
  | "trade_metrics_raw.book_count"
  /** Number of different counterparties traded with. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Totals count each once: they may be less than the sum of their parts. */
  | "trade_metrics_raw.counterparty_count"
  /** Number of different days with a trade. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Totals count each once: they may be less than the sum of their parts. */
  | "trade_metrics_raw.active_days"
  /** Units traded (shares, contracts), regardless of side. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Meaningful within one symbol. */
  | "trade_metrics_raw.quantity"
  /** Quantity times price, regardless of side, in currency. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Through wrappers: look-through notional. */
  | "trade_metrics_raw.notional"
  /** Volume-weighted average price: notional over quantity, in currency per unit. As traded; totals are those of all trades, not averages of averages. Meaningful within one symbol. */
  | "trade_metrics_raw.avg_price"
  /** Notional per trade, in currency. As traded; totals are ratios of the totals. */
  | "trade_metrics_raw.avg_trade_size"
  /** Signed market exposure in currency, long minus short. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Through wrappers: look-through net exposure. */
  | "trade_metrics_raw.exposure"
  /** Market exposure in currency regardless of side, long plus short. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Through wrappers: look-through gross exposure. */
  | "trade_metrics_raw.gross_exposure"
  /** Market exposure of long trades, in currency. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Through wrappers: look-through long exposure. */
  | "trade_metrics_raw.long_exposure"
  /** Market exposure of short trades, in currency, as a positive amount: long minus short is net exposure. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Through wrappers: look-through short exposure. */
  | "trade_metrics_raw.short_exposure"
  /** Profit and loss of the day, at its closing price and net of fees, in currency. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Through wrappers: look-through P&L. */
  | "trade_metrics_raw.pnl"
  /** P&L over notional, in basis points. As traded; totals are ratios of the totals. */
  | "trade_metrics_raw.pnl_bps"
  /** Running P&L from the start of the data to the end of each period, in currency, as traded. Needs a date range and a granularity. */
  | "trade_metrics_raw.cumulative_pnl"
  /** Fees paid, in currency. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Does not look through: a wrapper's stays with the wrapper. */
  | "trade_metrics_raw.fees"
  /** Fees over notional, in basis points. As traded; totals are ratios of the totals. */
  | "trade_metrics_raw.fee_bps"
  /** Margin posted, in currency. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Does not look through: a wrapper's stays with the wrapper. */
  | "trade_metrics_raw.margin"
  /** Cost of slippage, in currency: notional times slippage of each trade. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Does not look through: a wrapper's stays with the wrapper. */
  | "trade_metrics_raw.slippage_cost"
  /** Slippage cost over notional, in basis points. As traded; totals are ratios of the totals. */
  | "trade_metrics_raw.slippage_bps"
  /** Delta-weighted exposure, in currency: signed exposure times delta of each trade. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Does not look through: a wrapper's stays with the wrapper. */
  | "trade_metrics_raw.delta_exposure"
  /** Sum of the trades' delta, the price sensitivity per unit, from -1 to 1 each. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Does not look through: a wrapper's stays with the wrapper. */
  | "trade_metrics_raw.delta"
  /** Sum of the trades' gamma, the change of delta per unit of price. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Does not look through: a wrapper's stays with the wrapper. */
  | "trade_metrics_raw.gamma"
  /** Sum of the trades' vega, the sensitivity to volatility. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Does not look through: a wrapper's stays with the wrapper. */
  | "trade_metrics_raw.vega"
  /** Sum of the trades' theta, the decay of value per day, zero or negative. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Does not look through: a wrapper's stays with the wrapper. */
  | "trade_metrics_raw.theta"
  /** Sum of the trades' rho, the sensitivity to interest rates. Counts Direct, ETF and ETC rows, so constituents are never counted twice. Does not look through: a wrapper's stays with the wrapper. */
  | "trade_metrics_raw.rho"
  /** Mean implied volatility of the trades, annualised, as a share. Each trade counts the same; as traded. */
  | "trade_metrics_raw.avg_vol"
  /** Mean funding rate of the trades, annualised, as a share. Each trade counts the same; as traded. */
  | "trade_metrics_raw.avg_rate";

/** Dimensions of trade_metrics_raw. */
export type TradeMetricsRawDimension =
  /** Number of the portfolio manager, root of the organisation. A constituent row has that of its wrapper trade. */
  | "trade_metrics_raw.portfolio_manager_id"
  /** Number of the fund; it belongs to one portfolio manager. A constituent row has that of its wrapper trade. */
  | "trade_metrics_raw.fund_id"
  /** Number of the portfolio; it belongs to one fund. A constituent row has that of its wrapper trade. */
  | "trade_metrics_raw.portfolio_id"
  /** Number of the settlement account of the trade. */
  | "trade_metrics_raw.account_id"
  /** Trading desk; works for one or several portfolios. A constituent row has that of its wrapper trade. */
  | "trade_metrics_raw.desk"
  /** Trading book; it belongs to one desk. A constituent row has that of its wrapper trade. */
  | "trade_metrics_raw.book"
  /** Trading strategy behind the trade, e.g. Carry or Hedging. */
  | "trade_metrics_raw.strategy"
  /** Asset class of what was traded, Equity or Commodity; on a constituent row of the wrapper. */
  | "trade_metrics_raw.asset_class"
  /** Product type of what was traded, e.g. Single Stock or Index ETF; it belongs to one asset class. On a constituent row of the wrapper. */
  | "trade_metrics_raw.product"
  /** Stock, ETF, ETC or Commodity, of what was traded; on a constituent row of the wrapper. */
  | "trade_metrics_raw.instrument_type"
  /** Ticker of what was traded; on a constituent row of the wrapper. */
  | "trade_metrics_raw.symbol"
  /** Full name of what was traded; on a constituent row of the wrapper. */
  | "trade_metrics_raw.instrument_name"
  /** Industry sector or commodity group of what was traded; on a constituent row of the wrapper. */
  | "trade_metrics_raw.sector"
  /** Primary listing of what was traded, which need not be the venue of the trade. */
  | "trade_metrics_raw.exchange"
  /** Kind of row: Direct (a trade in a stock or commodity), ETF or ETC (a trade in a wrapper), Constituent (a holding of a wrapper trade). */
  | "trade_metrics_raw.exposure_type"
  /** Asset class of what is held, Equity or Commodity: holdings of a wrapper count under their own. */
  | "trade_metrics_raw.underlying_asset_class"
  /** Industry sector or commodity group of what is held: holdings of a wrapper count under their own. */
  | "trade_metrics_raw.underlying_sector"
  /** Ticker of what is held: of the traded symbol itself, or of the holding of an exploded wrapper. Look-through measures are broken down by it. */
  | "trade_metrics_raw.underlying_symbol"
  /** Full name of what is held. */
  | "trade_metrics_raw.underlying_name"
  /** Ticker of the wrapper on a constituent row, else empty. */
  | "trade_metrics_raw.parent_symbol"
  /** Region of the venue: AMER, EMEA or APAC. A constituent row has that of its wrapper trade. */
  | "trade_metrics_raw.region"
  /** Country of the venue, ISO 3166-1 alpha-2, e.g. US. */
  | "trade_metrics_raw.country"
  /** Execution venue; it belongs to one country. */
  | "trade_metrics_raw.venue"
  /** Currency of the amounts, ISO 4217, e.g. USD. */
  | "trade_metrics_raw.currency"
  /** Trading day. Give its range as a date range, so that a rollup answers. */
  | "trade_metrics_raw.trade_date"
  /** Year of the trade date, e.g. 2024. */
  | "trade_metrics_raw.trade_year"
  /** Quarter of the trade date, e.g. 2024-Q1. */
  | "trade_metrics_raw.trade_quarter"
  /** Month of the trade date, e.g. 2024-01. */
  | "trade_metrics_raw.trade_month"
  /** ISO week of the trade date, Monday to Sunday, e.g. 2024-W03. In the first and last days of a year its year may differ from the date's. */
  | "trade_metrics_raw.trade_week"
  /** Trade date as text, e.g. 2024-01-15. */
  | "trade_metrics_raw.trade_day"
  /** Execution time, UTC, cut to seconds. */
  | "trade_metrics_raw.ts"
  /** Number of the trade; the constituent rows of a wrapper trade share it. */
  | "trade_metrics_raw.trade_id"
  /** Number of the order the trade fills; an order may have several trades. */
  | "trade_metrics_raw.order_id"
  /** Long or Short, by the sign of the row's exposure; Flat without exposure. A constituent row has that of its wrapper trade, unless its share is less than a cent. */
  | "trade_metrics_raw.side"
  /** Counterparty of the trade. A constituent row has that of its wrapper trade. */
  | "trade_metrics_raw.counterparty"
  /** Risk class of the trade, by the implied volatility of what was traded: Low, Medium, High or Very High. */
  | "trade_metrics_raw.risk_bucket"
  /** Risk scenario that limits the trade, e.g. Base; a trade has one, so that scenarios add up. */
  | "trade_metrics_raw.scenario"
  /** Units of one trade, regardless of side; on a constituent row the units of the holding, which may be fractions. Sums are the measure Quantity. */
  | "trade_metrics_raw.trade_quantity"
  /** Price of one trade, in currency per unit; on a constituent row that of the holding at the time of the trade. Averages are the measure Average price. */
  | "trade_metrics_raw.price"
  /** Notional of one trade, quantity times price, in currency; on a constituent row the holding's weight in that of the wrapper trade. Sums are the measure Notional. */
  | "trade_metrics_raw.trade_notional";

/** Time dimensions of trade_metrics_raw. */
export type TradeMetricsRawTimeDimension =
  /** Trading day. Give its range as a date range, so that a rollup answers. */
  | "trade_metrics_raw.trade_date"
  /** Execution time, UTC, cut to seconds. */
  | "trade_metrics_raw.ts";

/** Segments of trade_metrics_raw. */
export type TradeMetricsRawSegment = never;

/** Hierarchies of trade_metrics_raw. */
export type TradeMetricsRawHierarchy =
  | "trade_metrics_raw.organisation"
  | "trade_metrics_raw.instrument"
  | "trade_metrics_raw.geography"
  | "trade_metrics_raw.holdings"
  | "trade_metrics_raw.calendar";

/** Measures of wrapper_holdings. */
export type WrapperHoldingsMeasure =
  /** Number of wrapper and holding pairs. */
  | "wrapper_holdings.holding_count"
  /** Share of the wrapper's value; the sum of one wrapper is at most 1, that of several means nothing. */
  | "wrapper_holdings.weight"
  /** Units of the holding per unit of the wrapper; sums mean something within one wrapper only. */
  | "wrapper_holdings.shares_per_unit";

/** Dimensions of wrapper_holdings. */
export type WrapperHoldingsDimension =
  /** The ETF or ETC. */
  | "wrapper_holdings.parent_symbol"
  /** The instrument the wrapper holds. */
  | "wrapper_holdings.constituent_symbol"
  /** First day the weight applies. */
  | "wrapper_holdings.effective_date"
  /** Last day the weight applies. */
  | "wrapper_holdings.expiry_date"
  /** Full name. */
  | "wrapper_holdings.holding_name"
  /** Equity or Commodity. */
  | "wrapper_holdings.holding_asset_class"
  /** Industry sector or commodity group. */
  | "wrapper_holdings.holding_sector";

/** Time dimensions of wrapper_holdings. */
export type WrapperHoldingsTimeDimension =
  /** First day the weight applies. */
  | "wrapper_holdings.effective_date"
  /** Last day the weight applies. */
  | "wrapper_holdings.expiry_date";

/** Segments of wrapper_holdings. */
export type WrapperHoldingsSegment = never;

/** Hierarchies of wrapper_holdings. */
export type WrapperHoldingsHierarchy = never;

/** Names of members by view and kind; `never` where a view has none. */
export interface ModelMembers {
  /** Reference data, one row per instrument. */
  instrument_reference: {
    measure: InstrumentReferenceMeasure;
    dimension: InstrumentReferenceDimension;
    timeDimension: InstrumentReferenceTimeDimension;
    segment: InstrumentReferenceSegment;
    hierarchy: InstrumentReferenceHierarchy;
  };
  /** How much, of what, where and whose: as traded and through ETFs and ETCs. Answered from rollups where one covers the question. */
  trade_metrics: {
    measure: TradeMetricsMeasure;
    dimension: TradeMetricsDimension;
    timeDimension: TradeMetricsTimeDimension;
    segment: TradeMetricsSegment;
    hierarchy: TradeMetricsHierarchy;
  };
  /** The members of trade_metrics, always answered from the facts. */
  trade_metrics_raw: {
    measure: TradeMetricsRawMeasure;
    dimension: TradeMetricsRawDimension;
    timeDimension: TradeMetricsRawTimeDimension;
    segment: TradeMetricsRawSegment;
    hierarchy: TradeMetricsRawHierarchy;
  };
  /** What each ETF and ETC holds, by weight. */
  wrapper_holdings: {
    measure: WrapperHoldingsMeasure;
    dimension: WrapperHoldingsDimension;
    timeDimension: WrapperHoldingsTimeDimension;
    segment: WrapperHoldingsSegment;
    hierarchy: WrapperHoldingsHierarchy;
  };
}

export type ViewName = keyof ModelMembers;

// Cube options: driver and dialect for ClickHouse, who sees what. Plain ESM and
// only packages that the official cubejs/cube image has, so it runs there too.
import { createRequire } from "node:module";
import { Readable } from "node:stream";

const require = createRequire(import.meta.url);
const { ClickHouseDriver } = require("@cubejs-backend/clickhouse-driver");
const {
  getColumnConverter,
} = require("@cubejs-backend/clickhouse-driver/dist/src/Transform.js");
const { formatMySql } = require("@cubejs-backend/shared");
const {
  BaseQuery,
} = require("@cubejs-backend/schema-compiler/dist/src/adapter/BaseQuery");
const {
  ClickHouseQuery,
} = require("@cubejs-backend/schema-compiler/dist/src/adapter/ClickHouseQuery");

const {
  PreAggregations,
} = require("@cubejs-backend/schema-compiler/dist/src/adapter/PreAggregations");

/** Seconds between two looks at the rollups' refresh keys. */
const REFRESH_TIMER = 2;

/** Over a rolling window, values would be counted by period first. */
const countsValues = ({ type, rollingWindow, multiStage }) =>
  type === "countDistinct" && !rollingWindow && !multiStage;

/**
 * By compiled model: descriptions of rollups by name and timezone. Cube writes one anew for
 * each query that a rollup answers, which takes three quarters of the time it plans a query.
 */
const descriptions = new WeakMap();

/** A view over a rollup is the same for every query: it has no partitions. */
class RollupViews extends PreAggregations {
  preAggregationDescriptionsForRecursive(cube, found) {
    const { preAggregation, preAggregationName } = found;
    const describe = () =>
      super.preAggregationDescriptionsForRecursive(cube, found);
    if (
      this.query.rollupTable(cube, preAggregationName) === undefined ||
      preAggregation.partitionGranularity
    ) {
      return describe();
    }
    const { cubeEvaluator, timezone } = this.query;
    const known = descriptions.get(cubeEvaluator) ?? new Map();
    descriptions.set(cubeEvaluator, known);
    const key = JSON.stringify([cube, preAggregationName, timezone]);
    if (!known.has(key)) known.set(key, describe());
    return known.get(key).map((description) => ({ ...description }));
  }
}

/**
 * The stock ClickHouse dialect with what it gets wrong put right: rolling
 * windows, and rollups that are answered in place instead of being copied.
 */
class TradeQuery extends ClickHouseQuery {
  newPreAggregations() {
    return new RollupViews(
      this,
      this.options.historyQueries ?? [],
      this.options.cubeLatticeCache,
    );
  }

  // Names would resolve to columns, not aliases, under prefer_column_name_to_alias.
  groupByClause() {
    return BaseQuery.prototype.groupByClause.call(this);
  }

  orderHashToString(hash) {
    return BaseQuery.prototype.orderHashToString.call(this, hash);
  }

  // Two arrayJoins multiply: one array of pairs keeps each period's two ends together.
  seriesSql(timeDimension) {
    const periods = timeDimension
      .timeSeries()
      .map(([from, to]) => `('${from}', '${to}')`)
      .join(", ");
    return (
      "SELECT parseDateTimeBestEffort(period.1) AS date_from, " +
      "parseDateTimeBestEffort(period.2) AS date_to " +
      `FROM (SELECT arrayJoin([${periods}]) AS period)`
    );
  }

  // ClickHouse cannot join on inequalities alone (error 403): a constant key makes it one.
  overTimeSeriesSelect(
    measures,
    dateSeriesSql,
    baseQuery,
    condition,
    baseAlias,
    granularity,
  ) {
    const columns = this.overTimeSeriesForSelect(measures, granularity);
    const series = /^([\s\S]*?)\s+(?:AS\s+)?(`[^`]+`)\s*$/i.exec(dateSeriesSql);
    if (series === null) {
      throw new Error(`date series without an alias: ${dateSeriesSql}`);
    }
    const [, select, alias] = series;
    return (
      `SELECT ${columns} FROM (SELECT *, 1 AS join_key FROM ${select}) AS ${alias} ` +
      `LEFT JOIN (SELECT *, 1 AS join_key FROM (${baseQuery})) AS ${baseAlias} ` +
      `ON ${alias}.join_key = ${baseAlias}.join_key AND ${condition}` +
      this.groupByClause()
    );
  }

  /**
   * A pre-aggregation that meta.rollups maps to a ClickHouse rollup becomes a
   * view over it: nothing is copied, nothing goes stale. A plain projection, so
   * that the primary key still prunes; the outer query sums again.
   */
  preAggregationLoadSql(cube, preAggregation, tableName) {
    const rollup = this.rollupTable(cube, tableName);
    if (rollup === undefined) {
      return super.preAggregationLoadSql(cube, preAggregation, tableName);
    }
    if (this.timezone !== "UTC") {
      throw new Error(
        `rollup ${rollup} holds UTC days: timezone ${this.timezone} cannot be answered from it`,
      );
    }
    const { dimensions, measures, timeDimensions } =
      this.cubeEvaluator.evaluatePreAggregationReferences(cube, preAggregation);
    const column = (member, alias = this.aliasName(member)) =>
      `${this.rollupColumnSql(cube, member)} AS ${this.escapeColumnName(alias)}`;
    const columns = [
      ...dimensions.map((member) => column(member)),
      ...measures.map((member) => column(member)),
      ...timeDimensions.map(
        ({ dimension, granularity }) =>
          `${this.convertTz(this.rollupColumnSql(cube, dimension))} AS ` +
          this.escapeColumnName(`${this.aliasName(dimension)}_${granularity}`),
      ),
    ];
    const source = `${process.env.CUBEJS_DB_NAME ?? "default"}.${rollup}`;
    return [
      `CREATE VIEW ${tableName} AS SELECT ${columns.join(", ")} ` +
        `FROM ${source} AS ${this.cubeAlias(cube)}`,
      [],
    ];
  }

  /** The ClickHouse table behind a pre-aggregation, which carries no name of its own. */
  rollupTable(cube, tableName) {
    const rollups = this.cubeEvaluator.cubeFromPath(cube).meta?.rollups ?? {};
    const name = String(tableName).split(".").pop();
    return rollups[name.replace(`${cube}_`, "")];
  }

  /** A member's row-level SQL: the rollup has the fact table's column names. */
  rollupColumnSql(cube, member) {
    const [owner, name] = member.split(".");
    if (owner !== cube) {
      throw new Error(
        `rollup of ${cube} cannot hold ${member}: only members of ${cube} are columns of it`,
      );
    }
    const definition = this.cubeEvaluator.byPathAnyType(member);
    return this.ungroupedMeasureSelect(() =>
      this.evaluateSymbolSql(owner, name, definition),
    );
  }

  /**
   * A rollup's view has the values themselves, one row for each combination of the
   * table's key: counting the different ones over any groups is exact. Cube takes it for
   * impossible, as it is over copies that hold counts.
   */
  newMeasure(path) {
    const measure = super.newMeasure(path);
    if (this.countsOverRollups(measure)) measure.isAdditive = () => true;
    return measure;
  }

  aggregateOnGroupedColumn(symbol, sql, topLevelMerge, measurePath) {
    return countsValues(symbol)
      ? `count(distinct ${sql})`
      : super.aggregateOnGroupedColumn(symbol, sql, topLevelMerge, measurePath);
  }

  /** Whether a measure counts different values, and each rollup of its cube is a view. */
  countsOverRollups(measure) {
    if (measure.expression || !countsValues(measure.measureDefinition())) {
      return false;
    }
    const { meta, preAggregations } = this.cubeEvaluator.cubeFromPath(
      measure.path()[0],
    );
    return Object.keys(preAggregations ?? {}).every(
      (name) => meta?.rollups?.[name] !== undefined,
    );
  }

  // No pre-aggregation leaves ClickHouse; asking each would describe them twice more per query.
  externalPreAggregationQuery() {
    return false;
  }

  // Views have no indexes.
  createIndexSql() {
    return "SELECT 1";
  }
}

/** Ends the id of a request whose reader takes rows by the batch: our SQL API's. */
const TAKES_BATCHES = "-span-batches";

/** Whoever closes the connection ends the query, even before its first row. */
const ENDS_WITH_CLIENT = {
  readonly: "2",
  cancel_http_readonly_queries_on_client_close: 1,
};

const STREAM_SETTINGS = {
  ...ENDS_WITH_CLIENT,
  // Beyond 2^53 a number would lose digits as it is read.
  output_format_json_quote_64bit_integers: 1,
  // Seconds for which a reader may do something else.
  http_send_timeout: 600,
};

/** Batches that a reader may be behind before no more of them are read. */
const BATCHES_AHEAD = 4;

/**
 * Rows as ClickHouse sends them, some hundred in a batch: made and passed on one
 * by one, they cost three times as much. A chunk has `{ batch, index, convert }` by
 * column: its value in row n is `batch.rows[n][index]`, and as text what `convert`
 * makes of it, if there is one. The reader calls `batch.taken()` when it is done with
 * a batch, because buffers on the way would take thousands.
 */
async function* rowBatches(resultSet, signal) {
  const header = [];
  let ahead = 0;
  let wake = () => undefined;
  signal.addEventListener("abort", () => wake(), { once: true });
  for await (const lines of resultSet.stream()) {
    const rows = JSON.parse(`[${lines.map(({ text }) => text).join(",")}]`);
    // Names and types, which need not come in one piece.
    header.push(...rows.splice(0, 2 - header.length));
    if (rows.length === 0) continue;
    const [names, types] = header;
    const taken = () => {
      ahead -= 1;
      wake();
    };
    const batch = { rows, taken };
    ahead += 1;
    yield Object.fromEntries(
      names.map((name, index) => [
        name,
        { batch, index, convert: getColumnConverter(types[index]) },
      ]),
    );
    while (ahead >= BATCHES_AHEAD && !signal.aborted) {
      await new Promise((resolve) => (wake = resolve));
    }
  }
}

class TradeDriver extends ClickHouseDriver {
  constructor(config) {
    super(config);
    // `sum(x) AS x, sum(x) / sum(y)` means the column x, not the sum before it.
    this.config.clickhouseSettings.prefer_column_name_to_alias = 1;
    // Those of queries alone: the client that runs commands has been made.
    this.config.clickhouseSettings = {
      ...this.config.clickhouseSettings,
      ...ENDS_WITH_CLIENT,
    };
  }

  // Cube's own kills the query, too, for which its user needs more rights.
  withCancel(run, options) {
    const abort = new AbortController();
    const queryId = this.buildQueryId(options?.requestId);
    const work = run(this.client, queryId, abort.signal);
    return Object.assign(work, { cancel: async () => abort.abort() });
  }

  static dialectClass() {
    return TradeQuery;
  }

  async loadPreAggregationIntoTable(tableName, sql, params, options) {
    return this.command(formatMySql(sql, params), options);
  }

  // Not async, which would lose `cancel`: Cube's queue calls it.
  query(sql, values, options) {
    // DDL answers with an empty body, which the reader of JSON refuses.
    if (/^\s*(ALTER|CREATE|DROP)\b/i.test(sql)) {
      return this.command(formatMySql(sql, values), options).then(() => []);
    }
    const response = this.queryResponse(sql, values, options);
    const rows = response.then((answer) => this.normaliseResponse(answer));
    return Object.assign(rows, { cancel: response.cancel });
  }

  // Returns at once, so that there is always something to release: Cube's own waits for
  // the first row, and cannot be stopped until then.
  async stream(sql, values, options) {
    if (!options?.requestId?.endsWith(TAKES_BATCHES)) {
      return super.stream(sql, values, options);
    }
    const client = this.createClient(1);
    const query_id = this.buildQueryId(options.requestId);
    const abort = new AbortController();
    async function* read() {
      const resultSet = await client.query({
        query: formatMySql(sql, values),
        query_id,
        format: "JSONCompactEachRowWithNamesAndTypes",
        clickhouse_settings: STREAM_SETTINGS,
        abort_signal: abort.signal,
      });
      yield* rowBatches(resultSet, abort.signal);
    }
    return {
      rowStream: Readable.from(read(), { highWaterMark: 1 }),
      types: [],
      release: async () => {
        abort.abort();
        await client.close();
      },
    };
  }
}

/** Groups of the access policies, with the claim each needs in the token. */
const GROUPS = {
  analyst: undefined,
  desk: "desk",
  portfolio_manager: "portfolio_manager_id",
};

/**
 * The access-policy groups of a request. Without a token (development only)
 * everything is readable.
 *
 * @throws when a group is unknown or its claim is missing: an empty answer
 *   would look like a day without trades
 */
function groupsOf(securityContext) {
  if (Object.keys(securityContext ?? {}).length === 0) return ["analyst"];
  const groups = securityContext.groups ?? [];
  const legal = Object.keys(GROUPS).join(", ");
  if (!Array.isArray(groups) || groups.length === 0) {
    throw new Error(`token without groups; legal groups: ${legal}`);
  }
  for (const group of groups) {
    if (!Object.hasOwn(GROUPS, group)) {
      throw new Error(`unknown group in token: ${group}; legal: ${legal}`);
    }
    const claim = GROUPS[group];
    if (claim !== undefined && securityContext[claim] === undefined) {
      throw new Error(`group ${group} needs the claim ${claim} in the token`);
    }
  }
  return groups;
}

export default {
  driverFactory: () => new TradeDriver(),
  dialectFactory: () => TradeQuery,
  // Names the pre-aggregation store, so that Cube looks for no Cube Store.
  externalDbType: "clickhouse",
  externalDriverFactory: () => new TradeDriver(),
  contextToGroups: ({ securityContext }) => groupsOf(securityContext),
  // A Date column is a UTC midnight: any other zone would shift it by a day.
  queryRewrite: (query) => ({ ...query, timezone: "UTC" }),
  scheduledRefreshTimer: REFRESH_TIMER,
  telemetry: false,
};

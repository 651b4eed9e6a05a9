/** One kind of failure: how Cube or ClickHouse words it, and how we answer it. */
export interface ErrorRule {
  pattern: RegExp;
  code: string;
  /** Undefined: the status Cube chose. */
  status?: number;
  hint: string;
}

export const MEMBERS_HINT =
  "GET /cubejs-api/v1/meta lists every view and its members";

/** Granularities of Cube that any time dimension has. */
const GRANULARITIES = "second, minute, hour, day, week, month, quarter, year";

const OPERATORS =
  "equals, notEquals, contains, notContains, startsWith, notStartsWith, endsWith, notEndsWith, " +
  "gt, gte, lt, lte, set, notSet, inDateRange, notInDateRange, beforeDate, beforeOrOnDate, afterDate, afterOrOnDate";

const QUERY_FIELDS =
  "measures, dimensions, segments, timeDimensions, filters, order, limit, offset, total, timezone, ungrouped, responseFormat";

/** The first rule that matches counts. */
export const ERROR_RULES: ErrorRule[] = [
  {
    pattern: /the request has no token/,
    code: "token-missing",
    hint: "mint one with: npm run token -- --group analyst --expires 8h",
  },
  {
    pattern: /the token expired at/,
    code: "token-expired",
    hint: "mint another with: npm run token -- --group analyst --expires 8h",
  },
  {
    pattern: /the token never expires/,
    code: "token-without-expiry",
    hint: "sign it with an exp claim: npm run token always does",
  },
  {
    pattern: /the token is not (?:one that|valid yet)/,
    code: "token-invalid",
    hint: "sign it with HS256 and CUBEJS_API_SECRET: npm run token does",
  },
  {
    pattern: /token without groups|unknown group in token|needs the claim/,
    code: "token-groups",
    status: 403,
    hint: "mint a token with --group and the claims its group needs",
  },
  {
    pattern: /^Not authorized$/,
    code: "not-authorized",
    status: 403,
    hint: "send {authorization: token} first: the socket has not accepted one",
  },
  {
    pattern: /API scope is missing: (\w+)/,
    code: "scope-missing",
    status: 403,
    hint: "mint a token with --scope and the name of the scope",
  },
  {
    pattern: /You requested hidden member/,
    code: "hidden-member",
    status: 403,
    hint: `query the public views: ${MEMBERS_HINT}`,
  },
  {
    pattern: /Can't find join path/i,
    code: "no-join",
    status: 400,
    hint: "query members of one view",
  },
  {
    pattern: /not found for path|Cannot find|can't be found|Can't find/i,
    code: "unknown-member",
    status: 400,
    hint: MEMBERS_HINT,
  },
  {
    pattern: /query limit|"limit"|\blimit\b.*\b(?:exceed|must)/i,
    code: "limit-exceeded",
    status: 400,
    hint: "ask for at most 50000 rows and page with offset",
  },
  {
    pattern: /Query should contain either/,
    code: "query-empty",
    status: 400,
    hint: "name at least one measure or dimension",
  },
  {
    pattern: /granularit/i,
    code: "unknown-granularity",
    status: 400,
    hint: `legal granularities: ${GRANULARITIES}`,
  },
  {
    pattern: /Unable to decode query param as JSON|Invalid JSON payload/,
    code: "malformed-json",
    status: 400,
    hint: "send the query as JSON, in the body or URL-encoded in ?query=",
  },
  {
    pattern: /Query param is required/,
    code: "query-missing",
    status: 400,
    hint: 'send {"query": {"measures": ["view.measure"]}}',
  },
  {
    pattern: /Can't parse date|Invalid date|Cannot parse date/i,
    code: "malformed-date",
    status: 400,
    hint: 'send dates as "2024-01-31" or ["2024-01-01", "2024-01-31"]',
  },
  {
    pattern: /SQL interface is not initialized|native:install/,
    code: "native-missing",
    status: 501,
    hint: "npm run native:install, or use the SQL API's own port",
  },
  {
    pattern: /Compile errors|Model files not found/i,
    code: "model-broken",
    status: 500,
    hint: "correct the file that the message names below model/",
  },
  {
    pattern: /Invalid query format: "filters/,
    code: "bad-filter",
    status: 400,
    hint: `a filter is {member, operator, values}, or {and|or: [filters]}; legal operators: ${OPERATORS}`,
  },
  {
    pattern: /Invalid query format/,
    code: "bad-query",
    status: 400,
    hint: `legal fields: ${QUERY_FIELDS}`,
  },
  {
    pattern: /Cannot parse|CANNOT_PARSE|TYPE_MISMATCH|NO_COMMON_TYPE/,
    code: "bad-filter-value",
    status: 400,
    hint: "a filter's values must have the type of its member: numbers for numbers, dates for times",
  },
  {
    pattern:
      /MEMORY_LIMIT_EXCEEDED|TIMEOUT_EXCEEDED|TOO_SLOW|TOO_MANY_ROWS|TOO_MANY_SIMULTANEOUS|Timeout error|timed out/i,
    code: "query-too-expensive",
    status: 400,
    hint: "narrow the date range, ask for fewer dimensions or use members of a rollup",
  },
  {
    pattern: /Query failed:|DB::Exception/,
    code: "query-failed",
    status: 500,
    hint: "the log has the statement's query id; system.query_log has the statement",
  },
];

/** Words of a connection that failed, of the client or of the system. */
export const CONNECTION_FAILURE =
  /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|socket hang up|connect timeout/i;

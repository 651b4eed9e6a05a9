import type {
  QueryConvertResponse,
  Sql4SqlResponse,
} from "@cubejs-backend/native";
import type { Login } from "../executor.ts";
import { planSelect, type SelectContext } from "../statements/cube-select.ts";
import { explainScan } from "../statements/explain.ts";
import { readsAny } from "../statements/names.ts";
import { parseStatements } from "../statements/parse.ts";
import { type ExecutorOptions, Session } from "../statements/session.ts";
import { SqlError } from "../sql-error.ts";
import type { Plan, Scan } from "../translate/plan.ts";
import { NO_NAMES } from "./no-names.ts";

const REGULAR = { regular: true, post_processing: false, pushdown: false };
const POST_PROCESSED = {
  regular: false,
  post_processing: true,
  pushdown: false,
};

/**
 * The SQL that the warehouse runs for a SELECT over the model: what
 * `/v1/sql?format=sql` answers.
 *
 * @throws SqlError
 */
export async function sqlOfStatement(
  options: ExecutorOptions,
  login: Login,
  text: string,
): Promise<Sql4SqlResponse> {
  const { plan, context } = await planOfStatement(options, login, text);
  const scan = onlyScan(plan);
  if (scan === undefined) {
    return answered({
      status: "error",
      error: `the answer is computed from the rows of ${plan.scans.length === 1 ? "a query" : `${plan.scans.length} queries`} afterwards: EXPLAIN shows how`,
      query_type: POST_PROCESSED,
    });
  }
  const { sql, values } = await explainScan(scan, context);
  return answered({ status: "ok", sql: [sql, values], query_type: REGULAR });
}

/** What Cube's extension answers, which is not what its types say. */
type SqlAnswer = Pick<Sql4SqlResponse, "query_type"> &
  (
    | { status: "ok"; sql: [text: string, values: unknown[]] }
    | { status: "error"; error: string }
  );

const answered = (answer: SqlAnswer): Sql4SqlResponse =>
  answer as unknown as Sql4SqlResponse;

/**
 * The query to `/v1/load` that gives the rows of a SELECT: what `/v1/convert-query`
 * answers.
 */
export async function queryOfStatement(
  options: ExecutorOptions,
  login: Login,
  text: string,
): Promise<QueryConvertResponse> {
  const { plan } = await planOfStatement(options, login, text);
  const scan = onlyScan(plan);
  return scan === undefined
    ? {
        status: "error",
        query: null,
        error: "no query to /v1/load gives the same rows",
      }
    : { status: "ok", query: scan.query };
}

/** The scan whose columns are the result, but for those that are NULL. */
const onlyScan = ({ scans, outer, user }: Plan): Scan | undefined =>
  outer === undefined &&
  user === undefined &&
  scans[0] !== undefined &&
  scans[0].subqueries.length === 0
    ? scans[0]
    : undefined;

async function planOfStatement(
  options: ExecutorOptions,
  login: Login,
  text: string,
): Promise<{ plan: Plan; context: SelectContext }> {
  const { signal } = new AbortController();
  const session = new Session(login, NO_NAMES, options);
  const [statement, another] = parseStatements(text);
  const { byName } = await session.tables(signal);
  const node = statement?.node;
  const isSelect = node !== undefined && "SelectStmt" in node;
  if (another !== undefined || !isSelect || !readsAny(node, byName)) {
    throw new SqlError(
      "42601",
      "the query must be one SELECT over a table of the model",
      { hint: `the tables are: ${[...byName.keys()].join(", ")}` },
    );
  }
  const { parameterOids } = await session.describe(text, [], signal);
  if (parameterOids.length > 0) {
    throw new SqlError("42P02", "the query has parameters and no values", {
      hint: "write the values in place of $1, $2, …",
    });
  }
  const context = await session.selectContext(signal);
  return { plan: await planSelect(node, text, context), context };
}

import type { SqlType } from "../tables.ts";
import type { Subject } from "./filters/subjects.ts";
import type { Comparison } from "./filters/times.ts";

/** A query to Cube: https://cube.dev/docs/product/apis-integrations/rest-api/query-format */
export interface CubeQuery {
  measures?: (string | MemberExpression)[];
  dimensions?: (string | MemberExpression)[];
  segments?: (string | MemberExpression)[];
  timeDimensions?: {
    dimension: string;
    granularity?: string;
    dateRange?: [from: string, to: string];
  }[];
  filters?: CubeFilter[];
  order?: [member: string, direction: "asc" | "desc"][];
  limit?: number;
  offset?: number;
  ungrouped?: boolean;
}

export type CubeFilter =
  | { member: string; operator: string; values?: string[] }
  | { and: CubeFilter[] }
  | { or: CubeFilter[] };

/** SQL over members that no member is: api-gateway's `parseInputMemberExpression`. */
export interface MemberExpression {
  expressionName: string;
  cubeName: string;
  expression: string[];
  definition: string;
}

/** A column that a scan delivers. */
export interface ScanColumn {
  /** How Cube names it: `view.member`, for a granularity `view.member.month`. */
  key: string;
  type: SqlType;
  /**
   * The measure that counts rows, where a value is NULL if there are none: sources
   * have 0 for a sum of nothing.
   */
  nullWithout?: string;
}

/**
 * A condition on values that another SELECT gives, which is run before:
 * `desk IN (SELECT …)`, `ts > (SELECT …)`, `EXISTS (SELECT …)`.
 */
export interface ScanSubquery {
  /** What is compared; undefined for a condition that is the same for all rows. */
  subject: Subject | undefined;
  /** The member of the subject, or any other dimension. */
  member: string;
  op: Comparison;
  /**
   * Whether one of the values, none of them or the only one compares so; `same`
   * is one of them, NULL included.
   */
  quantifier: "any" | "none" | "one" | "same";
  /** Gives one column of text: values, or whether the condition holds. */
  plan: Plan;
}

/** What is asked of Cube once. */
export interface Scan {
  query: CubeQuery;
  columns: ScanColumn[];
  subqueries: ScanSubquery[];
  /**
   * Whether the statement itself limits the rows. Otherwise all rows are wanted
   * and a result that Cube cut off is no answer.
   */
  limited: boolean;
}

/** How a SELECT over tables of the model is answered. */
export interface Plan {
  scans: Scan[];
  /**
   * What Postgres makes of the rows: a SELECT that reads the rows of scan n from
   * the relation `_scan_n` with the columns c0, c1, …; `$1`… do not occur. Undefined
   * when the columns of the only scan are the result.
   */
  outer: string | undefined;
  /** Without `outer`: the column of the scan for each column of the result, null for NULL. */
  output: (number | null)[];
  /** Whose rights the scans have: `__user = '…'`. */
  user: string | undefined;
}

import { BESIDE_KINDS } from "./sql-statements-beside.ts";
import { CONDITION_KINDS } from "./sql-statements-conditions.ts";
import { CORNER_KINDS } from "./sql-statements-corners.ts";
import { EXPRESSION_KINDS } from "./sql-statements-expressions.ts";
import { FILTER_KINDS } from "./sql-statements-filters.ts";
import { GROUP_KINDS } from "./sql-statements-groups.ts";
import { NESTED_KINDS } from "./sql-statements-nested.ts";
import { ORDER_KINDS } from "./sql-statements-order.ts";
import { REFUSED_KINDS } from "./sql-statements-refused.ts";
import { ROW_KINDS } from "./sql-statements-rows.ts";
import { TOOL_KINDS } from "./sql-statements-tools.ts";
import type { StatementKind } from "./sql-statements-types.ts";

/**
 * Statements by what an analyst wants, and how each is answered: cases of a test,
 * and the source of docs/sql-statements.md.
 */
export const KINDS: StatementKind[] = [
  ...GROUP_KINDS,
  ...ORDER_KINDS,
  ...FILTER_KINDS,
  ...EXPRESSION_KINDS,
  ...ROW_KINDS,
  ...NESTED_KINDS,
  ...TOOL_KINDS,
  ...CORNER_KINDS,
  ...CONDITION_KINDS,
  ...BESIDE_KINDS,
  ...REFUSED_KINDS,
];

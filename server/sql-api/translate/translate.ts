import type { Node, SelectStmt } from "@pgsql/types";
import type { SqlError } from "../sql-error.ts";
import type { Table } from "../tables.ts";
import { as, walk } from "./tree/ast.ts";
import { Constants } from "./filters/constants.ts";
import { plainOutput } from "./blocks/emit.ts";
import { Members } from "./blocks/members.ts";
import type { Plan } from "./plan.ts";
import type { ScanBuilder } from "./blocks/scan.ts";
import { type CommonTables, NO_TABLES } from "./blocks/common-tables.ts";
import { compileSelect, type SelectContext } from "./blocks/select.ts";
import { sqlText } from "./tree/sql-text.ts";
import { TranslateError, unsupported } from "./tree/unsupported.ts";

export interface TranslateContext {
  tables: ReadonlyMap<string, Table>;
  /** Evaluates constant SQL such as `now() - interval '7 days'`, as text; null is NULL. */
  evaluate(expressions: string[]): Promise<(string | null)[]>;
  /** The text that locations in the tree count in, for places in errors. */
  text?: string;
}

/**
 * Splits a SELECT into scans, which Cube answers, and SQL over their rows.
 *
 * @param select a SelectStmt in which every parameter has been replaced by a constant
 * @throws SqlError 0A000, with what to write instead, for what cannot be answered
 *   exactly; 42803 for measures used in a wrong way
 */
export async function translate(
  select: Node,
  context: TranslateContext,
): Promise<Plan> {
  let user: string | undefined;
  const statement: StatementContext = {
    tables: context.tables,
    members: new Members(),
    constants: new Constants((expressions) => context.evaluate(expressions)),
    impersonate(name, at) {
      if (user !== undefined && user !== name) {
        throw unsupported(
          "several values of __user",
          "ask for each of them in a statement of its own",
          at,
        );
      }
      user = name;
    },
  };
  try {
    const plan = await planOf(as(select, "SelectStmt")!, NO_TABLES, statement);
    return { ...plan, user };
  } catch (error) {
    throw error instanceof TranslateError
      ? error.toSqlError(context.text)
      : (error as SqlError);
  }
}

/** What the plans of a statement and of its subqueries have in common. */
type StatementContext = Omit<SelectContext, "admit" | "subplan">;

/** Without the user, who is that of the whole statement. */
async function planOf(
  statement: SelectStmt,
  common: CommonTables,
  context: StatementContext,
): Promise<Plan> {
  const admitted: ScanBuilder[] = [];
  const outer = await compileSelect(statement, common, {
    ...context,
    admit(scan) {
      scan.name = `_scan_${admitted.push(scan) - 1}`;
    },
    subplan: (select, around) => subplan(select, around, context),
  });
  const scans = admitted.map((scan) => scan.build());
  const output = scans.length === 1 ? plainOutput(outer) : undefined;
  assertNoTables(outer, context.tables);
  return {
    scans,
    outer: output === undefined ? sqlText({ SelectStmt: outer }) : undefined,
    output: output ?? [],
    user: undefined,
  };
}

/** Undefined for what cannot be answered alone, such as by values of each row. */
async function subplan(
  select: SelectStmt,
  common: CommonTables,
  context: StatementContext,
): Promise<Plan | undefined> {
  try {
    return await planOf(select, common, context);
  } catch (error) {
    if (error instanceof TranslateError) return undefined;
    throw error;
  }
}

/** The tables of the model are empty where the SQL runs. */
function assertNoTables(
  select: SelectStmt,
  tables: ReadonlyMap<string, Table>,
): void {
  const own = new Set<string>();
  walk([{ SelectStmt: select }], (node) => {
    const name = as(node, "CommonTableExpr")?.ctename;
    if (name !== undefined) own.add(name);
    return true;
  });
  walk([{ SelectStmt: select }], (node) => {
    const { relname = "", schemaname } = as(node, "RangeVar") ?? {};
    const isModel =
      tables.has(relname) && !(schemaname === undefined && own.has(relname));
    if (isModel && (schemaname ?? "public") === "public") {
      throw unsupported(
        `the table "${relname}" in this place`,
        "select from it in a subquery of FROM",
        node,
      );
    }
    return true;
  });
}

import type { Node } from "@pgsql/types";
import type { Table } from "../tables.ts";
import type { Plan } from "./plan.ts";

export interface TranslateContext {
  tables: ReadonlyMap<string, Table>;
  /** Evaluates constant SQL such as `now() - interval '7 days'`, as text; null is NULL. */
  evaluate(expressions: string[]): Promise<(string | null)[]>;
}

/**
 * Splits a SELECT into scans, which Cube answers, and SQL over their rows.
 *
 * @param select a SelectStmt in which every parameter has been replaced by a constant
 * @throws SqlError 0A000, with what to write instead, for what cannot be answered
 *   exactly; 42803 for measures used in a wrong way
 */
export declare function translate(
  select: Node,
  context: TranslateContext,
): Promise<Plan>;

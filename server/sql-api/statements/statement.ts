import type { Node } from "@pgsql/types";
import type { Execution, Prepared } from "../executor.ts";
import type { Binding } from "../result.ts";

/** A statement with what its kind needs to run. */
export interface Statement extends Prepared {
  run(binding: Binding, signal: AbortSignal): Promise<Execution>;
  /** Runs in a failed transaction too. */
  ends: boolean;
}

/** A statement of one kind: `NodeOf<"SelectStmt">`. */
export type NodeOf<K extends string> = Extract<Node, Record<K, unknown>>;

/** A statement that gives no rows and takes no parameters. */
export const silentStatement = (
  text: string,
  run: Statement["run"],
  ends = false,
): Statement => ({ text, parameterOids: [], columns: undefined, run, ends });

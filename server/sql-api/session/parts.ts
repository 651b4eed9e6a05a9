import type { Executor } from "../executor.ts";
import { SqlError } from "../sql-error.ts";
import {
  commandComplete,
  emptyQueryResponse,
  noticeResponse,
  portalSuspended,
  rowDescription,
} from "../wire/backend.ts";
import type { Output } from "../wire/output.ts";
import type { SessionLimits } from "./limits.ts";
import type { Portal } from "./portal.ts";
import type { Portals } from "./portals.ts";
import type { Statements } from "./statements.ts";
import type { Work } from "./work.ts";

/** What both protocols, the simple and the extended, work with. */
export interface SessionParts {
  executor: Executor;
  statements: Statements;
  portals: Portals;
  output: Output;
  limits: SessionLimits;
  work: Work;
}

export interface RunOptions {
  /** 0 is all. */
  maxRows: number;
  /** Whether the rows are to be described first. */
  describe: boolean;
}

/** Begins a portal or goes on with it, up to the message that ends an Execute. */
export async function run(
  parts: SessionParts,
  portal: Portal,
  { maxRows, describe }: RunOptions,
): Promise<void> {
  const { executor, output, portals } = parts;
  const before = executor.transactionStatus;
  await portal.start(executor);
  if (describe && portal.columns !== undefined) {
    output.send(rowDescription(portal.columns, portal.binding.resultFormats));
  }
  const rows = await portal.fetch(maxRows, output);
  if (!portal.ended) {
    checkHeld(parts);
    output.send(portalSuspended);
    return;
  }
  const { tag, notices } = portal.completion(rows);
  output.send(
    ...notices.map(noticeResponse),
    tag === "" ? emptyQueryResponse : commandComplete(tag),
  );
  if (before !== "I" && executor.transactionStatus === "I") {
    await portals.closeAll();
  }
}

/** @throws SqlError 53400 */
export function checkHeld({ statements, portals, limits }: SessionParts): void {
  const { heldBytes } = limits;
  if (statements.heldBytes + portals.heldBytes <= heldBytes) return;
  throw new SqlError(
    "53400",
    `a session holds at most ${heldBytes} bytes in statements and portals`,
    { hint: "close some of them, or read rows in smaller portions" },
  );
}

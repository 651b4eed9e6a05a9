import { unlessAborted } from "../load/ask-cube.ts";
import { SqlError } from "../sql-error.ts";
import { doneExecution, executionOf } from "./executions.ts";
import { selectStatement } from "./reading-statements.ts";
import { refusal } from "./refusals.ts";
import type { Session } from "./session.ts";
import { type NodeOf, silentStatement, type Statement } from "./statement.ts";

/** `FETCH ALL` arrives as this count. */
const ALL_ROWS = 2_147_483_647;
/** CURSOR_OPT_HOLD and CURSOR_OPT_SCROLL of parsenodes.h. */
const HOLD = 0x20;
const SCROLL = 0x02;

export async function declareStatement(
  session: Session,
  text: string,
  node: NodeOf<"DeclareCursorStmt">,
  parameterOids: number[],
  signal: AbortSignal,
): Promise<Statement> {
  const { portalname = "", options = 0, query } = node.DeclareCursorStmt;
  const hold = (options & HOLD) !== 0;
  if ((options & SCROLL) !== 0) {
    throw new SqlError("0A000", "scrollable cursors are not supported", {
      hint: "declare it NO SCROLL, or read the rows again",
    });
  }
  if (query === undefined || !("SelectStmt" in query)) throw refusal(node);
  const inner = await selectStatement(
    session,
    text.slice(selectStart(text)),
    query,
    parameterOids,
    signal,
  );
  return {
    text,
    parameterOids: inner.parameterOids,
    columns: undefined,
    ends: false,
    run: (binding) => {
      if (!hold && session.transaction.status === "I") {
        throw new SqlError(
          "25P01",
          "DECLARE CURSOR can only be used in transaction blocks",
          { hint: "send BEGIN before, or declare it WITH HOLD" },
        );
      }
      session.cursors.declare(portalname, inner, hold, (resultFormats, ended) =>
        inner.run({ ...binding, resultFormats }, ended),
      );
      return Promise.resolve(doneExecution("DECLARE CURSOR"));
    },
  };
}

/** Where the SELECT of `DECLARE … CURSOR … FOR SELECT …` begins. */
function selectStart(text: string): number {
  const match = /\bcursor\b[\s\S]*?\bfor\b/i.exec(text);
  return match === null ? 0 : match.index + match[0].length;
}

/** FETCH and MOVE. @throws SqlError 34000, 55000 */
export function fetchStatement(
  { cursors }: Session,
  text: string,
  { FetchStmt }: NodeOf<"FetchStmt">,
): Statement {
  const {
    portalname = "",
    howMany = 0,
    direction = "FETCH_FORWARD",
    ismove = false,
  } = FetchStmt;
  const count = Number(howMany);
  if (direction !== "FETCH_FORWARD" || count < 0) {
    throw new SqlError("55000", "cursor can only scan forward", {
      hint: "FETCH NEXT, FETCH n or FETCH ALL; declare another to start over",
    });
  }
  const { columns } = cursors.prepared(portalname);
  return {
    text,
    parameterOids: [],
    columns: ismove ? undefined : columns,
    ends: false,
    run: async ({ resultFormats }, signal) => {
      const fetched = cursors.fetch(
        portalname,
        count >= ALL_ROWS ? Infinity : count,
        resultFormats,
      );
      const batches = await unlessAborted(fetched, signal).catch(
        async (error: unknown) => {
          // Rows that were on their way are lost: it cannot go on where it was.
          if (signal.aborted) await cursors.close(portalname);
          throw error;
        },
      );
      const rows = batches.reduce((sum, { ends }) => sum + ends.length, 0);
      if (ismove) return doneExecution(`MOVE ${rows}`);
      return { ...executionOf(batches), tag: (sent) => `FETCH ${sent}` };
    },
  };
}

export const closeStatement = (
  { cursors, names }: Session,
  text: string,
  { ClosePortalStmt: { portalname } }: NodeOf<"ClosePortalStmt">,
): Statement =>
  silentStatement(text, async () => {
    if (portalname !== undefined) {
      await cursors.close(portalname);
      return doneExecution("CLOSE CURSOR");
    }
    await cursors.closeAll();
    await names.closePortals();
    return doneExecution("CLOSE CURSOR ALL");
  });

import { scanSync } from "libpg-query";
import { moved } from "../session/failure.ts";
import { SqlError } from "../sql-error.ts";
import { cursorExists } from "./cursors.ts";
import { doneExecution } from "./executions.ts";
import { parseStatement } from "./parse.ts";
import { selectStatement } from "./reading-statements.ts";
import { refusal } from "./refusals.ts";
import type { Session } from "./session.ts";
import { type NodeOf, silentStatement, type Statement } from "./statement.ts";

/** CURSOR_OPT_… of parsenodes.h. */
const OPTION = { binary: 0x01, scroll: 0x02, hold: 0x20 };

export async function declareStatement(
  session: Session,
  text: string,
  node: NodeOf<"DeclareCursorStmt">,
  parameterOids: number[],
  signal: AbortSignal,
): Promise<Statement> {
  const { portalname = "", options = 0, query } = node.DeclareCursorStmt;
  const has = (option: keyof typeof OPTION) => (options & OPTION[option]) !== 0;
  if (query === undefined || !("SelectStmt" in query)) throw refusal(node);
  const inner = await innerSelect(session, text, parameterOids, signal);
  const hold = has("hold");
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
      if (session.names.portal(portalname) !== undefined) {
        throw cursorExists(portalname);
      }
      session.cursors.declare(portalname, {
        prepared: inner,
        hold,
        scroll: has("scroll"),
        binary: has("binary"),
        start: (resultFormats, ended) =>
          inner.run({ ...binding, resultFormats }, ended),
      });
      return Promise.resolve(doneExecution("DECLARE CURSOR"));
    },
  };
}

/** The SELECT of `DECLARE … CURSOR … FOR SELECT …`, a statement of its own. */
async function innerSelect(
  session: Session,
  text: string,
  parameterOids: number[],
  signal: AbortSignal,
): Promise<Statement> {
  const bytes = Buffer.from(text);
  const start = selectStart(text);
  const inner = bytes.subarray(start).toString();
  try {
    const node = parseStatement(inner).node as NodeOf<"SelectStmt">;
    return await selectStatement(session, inner, node, parameterOids, signal);
  } catch (error) {
    throw moved(error, bytes.subarray(0, start).toString());
  }
}

/** In bytes. What precedes the keyword FOR are names, quoted or not, and comments. */
function selectStart(text: string): number {
  const { tokens } = scanSync(text);
  return tokens.find(
    ({ text: word, keywordName }) =>
      keywordName === "RESERVED_KEYWORD" && word.toLowerCase() === "for",
  )!.end;
}

export const closeStatement = (
  { cursors, names }: Session,
  text: string,
  { ClosePortalStmt: { portalname } }: NodeOf<"ClosePortalStmt">,
): Statement =>
  silentStatement(text, async () => {
    if (portalname === undefined) {
      await cursors.closeAll();
      await names.closePortals();
      return doneExecution("CLOSE CURSOR ALL");
    }
    if (names.portal(portalname) !== undefined) {
      await names.closePortal(portalname);
    } else {
      cursors.get(portalname);
      await cursors.close(portalname);
    }
    return doneExecution("CLOSE CURSOR");
  });

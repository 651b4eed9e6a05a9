import type { Node, VariableSetStmt } from "@pgsql/types";
import type { Execution } from "../executor.ts";
import { SqlError } from "../sql-error.ts";
import { doneExecution } from "./executions.ts";
import { assertEncoding, assertMaySet, isIdentity } from "./refusals.ts";
import type { Session } from "./session.ts";
import { type NodeOf, silentStatement, type Statement } from "./statement.ts";

/** SET and RESET. @throws SqlError 42501 */
export function settingStatement(
  session: Session,
  text: string,
  { VariableSetStmt }: NodeOf<"VariableSetStmt">,
): Statement {
  const { kind, name = "", is_local = false, args } = VariableSetStmt;
  // Pools go back to who has logged in, which nobody has ever left.
  if (isIdentity(name) && isReset(VariableSetStmt)) {
    const tag = kind === "VAR_RESET" ? "RESET" : "SET";
    return silentStatement(text, () => Promise.resolve(doneExecution(tag)));
  }
  assertMaySet(name);
  if (kind === "VAR_RESET_ALL") {
    return silentStatement(text, (_, signal) =>
      reset(session, undefined, signal),
    );
  }
  if (kind === "VAR_RESET" || kind === "VAR_SET_DEFAULT") {
    return silentStatement(text, (_, signal) => reset(session, name, signal));
  }
  if (kind === "VAR_SET_MULTI" && name === "TRANSACTION") {
    return silentStatement(text, () => {
      if (session.transaction.status !== "I") {
        session.settings.set(transactionSettings(args), true);
      }
      return Promise.resolve(doneExecution("SET"));
    });
  }
  return silentStatement(text, (_, signal) =>
    set(session, { text, name, isLocal: is_local }, signal),
  );
}

/** `RESET ROLE`, `SET SESSION AUTHORIZATION DEFAULT`, `SET ROLE NONE`. */
function isReset({ kind, args: [value] = [] }: VariableSetStmt): boolean {
  if (kind === "VAR_RESET" || kind === "VAR_SET_DEFAULT") return true;
  return (
    value !== undefined &&
    "A_Const" in value &&
    value.A_Const.sval?.sval?.toLowerCase() === "none"
  );
}

export interface Setting {
  /** `SET name = 'value'`, complete. */
  text: string;
  name: string;
  isLocal: boolean;
}

export async function set(
  session: Session,
  { text, name, isLocal }: Setting,
  signal: AbortSignal,
): Promise<Execution> {
  const database = await session.database(signal);
  const { settings, parameters } = await database.set(
    session.postgres,
    text,
    signal,
  );
  const encoding = settings.get("client_encoding");
  if (name === "client_encoding" && encoding !== undefined) {
    assertEncoding(encoding);
  }
  session.settings.set(settings, isLocal);
  session.changed.push(...parameters);
  return doneExecution("SET");
}

/**
 * Settings with a dot in their name are whoever's that sets them. Those of one session
 * are known to Postgres in the next as well, as empty.
 *
 * @throws SqlError 42704
 */
export function assertKnownSetting(
  { settings }: Session,
  { VariableShowStmt: { name = "" } }: NodeOf<"VariableShowStmt">,
): void {
  if (!name.includes(".") || settings.get(name) !== undefined) return;
  throw new SqlError(
    "42704",
    `unrecognized configuration parameter "${name}"`,
    { hint: `SET ${name} first` },
  );
}

async function reset(
  session: Session,
  name: string | undefined,
  signal: AbortSignal,
): Promise<Execution> {
  if (name === undefined) session.settings.resetAll();
  else session.settings.reset(name);
  await session.noteParameters(signal);
  return doneExecution("RESET");
}

/** DISCARD ALL, which a pool sends before it lends a connection again. */
export const discardStatement = (
  session: Session,
  text: string,
  { DiscardStmt }: NodeOf<"DiscardStmt">,
): Statement =>
  silentStatement(text, async (_, signal) => {
    const { target = "DISCARD_ALL" } = DiscardStmt;
    const tag = target.replace("_", " ");
    if (target !== "DISCARD_ALL") return doneExecution(tag);
    if (session.transaction.status !== "I") {
      throw new SqlError(
        "25001",
        "DISCARD ALL cannot run inside a transaction block",
        { hint: "send COMMIT or ROLLBACK before" },
      );
    }
    await session.cursors.closeAll();
    await session.names.closePortals();
    session.names.deallocate();
    await reset(session, undefined, signal);
    return doneExecution(tag);
  });

export const deallocateStatement = (
  session: Session,
  text: string,
  { DeallocateStmt: { name } }: NodeOf<"DeallocateStmt">,
): Statement =>
  silentStatement(text, () => {
    if (!session.names.deallocate(name)) {
      throw new SqlError(
        "26000",
        `prepared statement "${name}" does not exist`,
      );
    }
    return Promise.resolve(
      doneExecution(name === undefined ? "DEALLOCATE ALL" : "DEALLOCATE"),
    );
  });

/** BEGIN, COMMIT, ROLLBACK and savepoints. */
export async function runTransaction(
  { transaction, settings, cursors }: Session,
  { TransactionStmt }: NodeOf<"TransactionStmt">,
): Promise<Execution> {
  const { tag, notices, ended } = transaction.run(TransactionStmt);
  if (ended !== undefined) {
    if (ended === "committed") settings.commit();
    else settings.rollback();
    await cursors.endTransaction(ended === "committed");
  }
  if (transaction.status === "T") settings.begin();
  settings.set(transactionSettings(TransactionStmt.options), true);
  return doneExecution(tag, notices);
}

/**
 * What the options of a transaction say of its isolation. Each statement is a
 * transaction of its own in Postgres, so for the time being it is the default.
 */
function transactionSettings(options: Node[] = []): Map<string, string> {
  const settings = new Map<string, string>();
  for (const option of options) {
    if (!("DefElem" in option)) continue;
    const { defname, arg } = option.DefElem;
    if (defname !== "transaction_isolation" || arg === undefined) continue;
    const level = "A_Const" in arg ? arg.A_Const.sval?.sval : undefined;
    if (level !== undefined) settings.set(`default_${defname}`, level);
  }
  return settings;
}

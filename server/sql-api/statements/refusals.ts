import type { Node } from "@pgsql/types";
import { SqlError } from "../sql-error.ts";

const READ_ONLY = "the SQL API only reads: change data at its source";

/** Statements that look like others of their kind and need another answer. */
const HINTS: Record<string, string> = {
  CopyStmt: "use a SELECT; \\copy (SELECT …) TO is \\g in psql",
  PrepareStmt: "let the driver prepare it: extended query protocol",
  ExecuteStmt: "let the driver execute it: extended query protocol",
  ListenStmt: "poll instead: nothing notifies",
  NotifyStmt: "poll instead: nothing notifies",
  CreateTableAsStmt: READ_ONLY,
};

/** `CreateTableAsStmt` → `CREATE TABLE AS`. */
const wordsOf = (kind: string) =>
  kind
    .replace(/Stmt$/, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toUpperCase();

const NAMES: Record<string, string> = {
  CreateStmt: "CREATE TABLE",
  IndexStmt: "CREATE INDEX",
  ViewStmt: "CREATE VIEW",
  TruncateStmt: "TRUNCATE",
  GrantRoleStmt: "GRANT",
  DropdbStmt: "DROP DATABASE",
  CreatedbStmt: "CREATE DATABASE",
  RefreshMatViewStmt: "REFRESH MATERIALIZED VIEW",
  CheckPointStmt: "CHECKPOINT",
};

/** Why a statement is not run, for all that do more than read. */
export const refusal = (node: Node): SqlError => {
  const kind =
    "VacuumStmt" in node && !node.VacuumStmt.is_vacuumcmd
      ? "AnalyzeStmt"
      : (Object.keys(node)[0] ?? "statement");
  return new SqlError(
    "0A000",
    `${NAMES[kind] ?? wordsOf(kind)} is not supported by the SQL API (read only)`,
    { hint: HINTS[kind] ?? READ_ONLY },
  );
};

/** Settings that would make somebody else of the session. */
const IDENTITY = new Set(["role", "session_authorization"]);

export const isIdentity = (name: string): boolean =>
  IDENTITY.has(name.toLowerCase());

/** @throws SqlError 42501 */
export function assertMaySet(name: string): void {
  if (isIdentity(name)) {
    throw new SqlError("42501", `permission denied to set "${name}"`, {
      hint: "connect as the other user, or filter by __user = '…' where that is allowed",
    });
  }
}

/** Rows leave as UTF-8, whatever a client says. */
export function assertEncoding(value: string): void {
  // Of a name Postgres reads letters and digits alone: asyncpg sends 'utf-8', quoted.
  const name = value.replace(/[^a-z0-9]/gi, "");
  if (!/^(utf8|unicode|sqlascii)$/i.test(name)) {
    throw new SqlError(
      "22023",
      `invalid value for parameter "client_encoding": "${value}"`,
      { hint: "the SQL API speaks UTF8" },
    );
  }
}

import { clipName, quoteLiteral } from "./quoting.ts";

/** Names that the base of every database uses: base.sql. */
export const INITIAL = { login: "login", database: "postgres" };
export const SUPERUSER = "pg_system";

/** Owner of the tables, and its name while somebody who is called like it has logged in. */
const OWNER = "cube";
const OWNER_ALIAS = "pg_cube";

/** How the role of statements and the database are called at the moment. */
export interface Names {
  login: string;
  database: string;
}

export const namesFor = (user: string, database: string): Names => ({
  login: clipName(user),
  database: clipName(database),
});

/**
 * Statements for the superuser that give role and database other names: a
 * tenth of a millisecond, and neither ALTER ROLE nor ALTER DATABASE would allow
 * all names. A name that a role of Postgres has is a unique violation, 23505.
 */
export function renameStatements(from: Names, to: Names): string[] {
  const role = (old: string, now: string) =>
    `UPDATE pg_catalog.pg_authid SET rolname = ${quoteLiteral(now)} WHERE rolname = ${quoteLiteral(old)}`;
  const statements: string[] = [];
  if (from.login !== to.login) {
    if (to.login === OWNER) statements.push(role(OWNER, OWNER_ALIAS));
    statements.push(role(from.login, to.login));
    if (from.login === OWNER) statements.push(role(OWNER_ALIAS, OWNER));
  }
  if (from.database !== to.database) {
    statements.push(
      `UPDATE pg_catalog.pg_database SET datname = ${quoteLiteral(to.database)}`,
    );
  }
  return statements;
}

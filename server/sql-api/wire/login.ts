import type { Login } from "../executor.ts";
import { SqlError } from "../sql-error.ts";

const FALSE = ["", "0", "false", "off", "no", "f", "n"];

/**
 * Who wants to enter, of a start-up message's parameters.
 *
 * @throws SqlError 28000, 0A000
 */
export function readLogin(
  all: ReadonlyMap<string, string>,
): Pick<Login, "user" | "database" | "parameters"> {
  const parameters = new Map(all);
  const user = parameters.get("user") ?? "";
  if (user === "") {
    throw new SqlError(
      "28000",
      "no PostgreSQL user name specified in startup packet",
    );
  }
  const replication = parameters.get("replication") ?? "";
  if (!FALSE.includes(replication.toLowerCase())) {
    throw new SqlError("0A000", "replication is not supported", {
      hint: "connect without the parameter replication",
    });
  }
  const database = parameters.get("database") || user;
  for (const name of ["user", "database", "replication"]) {
    parameters.delete(name);
  }
  return { user, database, parameters };
}

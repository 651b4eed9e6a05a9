import { setMaxListeners } from "node:events";
import type {
  Database,
  PgSession,
} from "../../server/sql-api/postgres/database.ts";
import type { Binding } from "../../server/sql-api/result.ts";
import type { SqlError } from "../../server/sql-api/sql-error.ts";
import type {
  SqlType,
  Table,
  TableColumn,
} from "../../server/sql-api/tables.ts";

export const dimension = (
  name: string,
  type: SqlType,
  description = "",
): TableColumn => ({
  kind: "dimension",
  name,
  type,
  description,
  member: `t.${name}`,
  primaryKey: false,
});

export const measure = (
  name: string,
  type: SqlType,
  description = "",
): TableColumn => ({
  kind: "measure",
  name,
  type,
  description,
  member: `t.${name}`,
  measureType: "number",
});

export const table = (
  name: string,
  columns: TableColumn[],
  description = "",
): Table => ({ kind: "view", name, description, columns });

export const TRADES = table(
  "trades",
  [
    dimension("desk", "text", "Who's desk\\it is"),
    dimension("trade_date", "timestamp"),
    dimension("is_open", "bool"),
    dimension("Trade Id", "int8"),
    measure("count", "int8", "How many"),
    measure("pnl", "float8"),
    measure("last_trade", "timestamp"),
  ],
  "All trades",
);
export const ORDER = table("order", [dimension("select", "text")]);

let sessions = 0;

export const session = (
  settings: Record<string, string> = {},
  user = "ann",
  database = "sales",
): PgSession => ({
  id: ++sessions,
  user,
  database,
  settings: new Map(Object.entries(settings)),
});

export const NEVER = new AbortController().signal;
// Many statements at a time have it, which looks like a leak.
setMaxListeners(0, NEVER);
export const NO_BINDING: Binding = {
  values: [],
  formats: [],
  resultFormats: [],
};

/** All rows, read from the messages byte by byte; values must be text. */
export async function ask(
  database: Database,
  text: string,
  as: PgSession = session(),
  binding: Binding = NO_BINDING,
  signal = NEVER,
): Promise<(string | null)[][]> {
  const { rows } = await database.query(
    as,
    { text, parameterOids: [] },
    binding,
    signal,
  );
  let start = 0;
  return Array.from(rows.ends, (end) => {
    const row: (string | null)[] = [];
    for (let at = start + 7; at < end;) {
      const length = rows.bytes.readInt32BE(at);
      at += 4;
      row.push(
        length < 0 ? null : rows.bytes.toString("utf8", at, at + length),
      );
      at += Math.max(0, length);
    }
    start = end;
    return row;
  });
}

/** The only value. */
export const askOne = async (
  ...args: Parameters<typeof ask>
): Promise<string | null | undefined> => (await ask(...args))[0]?.[0];

/** What is thrown; fails when nothing is. */
export async function errorOf(work: Promise<unknown>): Promise<SqlError> {
  try {
    await work;
  } catch (error) {
    return error as SqlError;
  }
  throw new Error("nothing was thrown");
}

import type { FuncCall, Node } from "@pgsql/types";
import { parseSync } from "libpg-query";
import type { Cell, Table } from "./sql-differential-compare.ts";

/** The most rows that REST gives, CUBEJS_DB_QUERY_LIMIT. */
const MAX_ROWS = 50_000;

export interface RestQuery {
  limit?: number;
  measures?: string[];
  dimensions?: string[];
  timeDimensions?: { dimension: string; granularity?: string }[];
}

type Row = Record<string, string | number | boolean | null>;

async function post(url: string, body: unknown): Promise<Row> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Row;
}

/** The query to `/v1/load` that is the statement, if there is one. */
export async function restQuery(
  apiUrl: string,
  sql: string,
): Promise<RestQuery | undefined> {
  const answer = await post(`${apiUrl}/cubejs-api/v1/convert-query`, {
    input: "sql",
    output: "rest",
    query: sql,
  });
  if (answer["status"] !== "ok") return undefined;
  const query = answer["query"] as unknown as RestQuery;
  return (query.limit ?? 0) > MAX_ROWS ? undefined : query;
}

/** Rows of `/v1/load` in the columns of the statement; undefined when a column is no member. */
export async function restRows(
  apiUrl: string,
  query: RestQuery,
  sql: string,
  types: number[],
): Promise<Table | undefined> {
  const members = columnsOf(sql, query);
  if (members === undefined || members.length !== types.length) {
    return undefined;
  }
  for (;;) {
    const answer = await post(`${apiUrl}/cubejs-api/v1/load`, { query });
    if (answer["error"] === "Continue wait") continue;
    if (typeof answer["error"] === "string") {
      throw new Error(`${answer["error"]}: ${JSON.stringify(query)}`);
    }
    const data = answer["data"] as unknown as Row[];
    return {
      names: members,
      types,
      rows: data.map((row) =>
        members.map((member, column) => cell(row[member], types[column]!)),
      ),
    };
  }
}

const FLOAT8 = 701;
const INT8 = 20;
const TIMESTAMP = 1114;
const BOOL = 16;

/** A value of REST as Postgres writes it. */
function cell(value: Row[string] | undefined, type: number): Cell {
  if (value === null || value === undefined) return null;
  if (type === FLOAT8 || type === INT8) return Number(value);
  if (type === BOOL) return value === true || value === "true" ? "t" : "f";
  return type === TIMESTAMP
    ? String(value)
        .replace("T", " ")
        .replace(/\.?0+$/, trimmed)
    : String(value);
}

/** `.000` goes, the zeros of `:00` stay. */
const trimmed = (end: string) => (end.startsWith(".") ? "" : end);

/** The members that the columns of a SELECT are, when all of them are plain. */
function columnsOf(sql: string, query: RestQuery): string[] | undefined {
  const { stmts = [] } = parseSync(sql);
  const select = stmts[0]?.stmt;
  const targets =
    select !== undefined && "SelectStmt" in select
      ? (select.SelectStmt.targetList ?? [])
      : [];
  const keys = new Map<string, string>();
  for (const member of [
    ...(query.measures ?? []),
    ...(query.dimensions ?? []),
  ]) {
    keys.set(nameOf(member), member);
  }
  for (const { dimension, granularity } of query.timeDimensions ?? []) {
    if (granularity === undefined) continue;
    const key = `${dimension}.${granularity}`;
    keys.set(nameOf(key), key);
  }
  const members = targets.map((target) =>
    keys.get(
      memberName("ResTarget" in target ? target.ResTarget.val : undefined) ??
        "",
    ),
  );
  return members.includes(undefined) ? undefined : (members as string[]);
}

const nameOf = (member: string) => member.slice(member.indexOf(".") + 1);

function memberName(node: Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if ("TypeCast" in node) return memberName(node.TypeCast.arg);
  if ("ColumnRef" in node) {
    const last = node.ColumnRef.fields?.at(-1);
    return last !== undefined && "String" in last
      ? last.String.sval
      : undefined;
  }
  return "FuncCall" in node ? memberOfCall(node.FuncCall) : undefined;
}

function memberOfCall(call: FuncCall): string | undefined {
  const last = call.funcname?.at(-1);
  const name = last !== undefined && "String" in last ? last.String.sval : "";
  if (name === "count") return call.agg_star ? "row_count" : undefined;
  const [first, second] = call.args ?? [];
  if (name !== "date_trunc") return memberName(first);
  const unit =
    first !== undefined && "A_Const" in first
      ? first.A_Const.sval?.sval
      : undefined;
  return `${memberName(second)}.${unit}`;
}

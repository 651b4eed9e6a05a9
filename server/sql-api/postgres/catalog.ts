import { createHash } from "node:crypto";
import type { SqlType, Table, TableColumn } from "../tables.ts";
import { NAME_BYTES, quoteIdentifier, quoteLiteral } from "./quoting.ts";

/** MaxHeapAttributeNumber */
const MAX_COLUMNS = 1600;
const SYSTEM_COLUMNS = new Set([
  "ctid",
  "xmin",
  "cmin",
  "xmax",
  "cmax",
  "tableoid",
]);

const TYPES: Record<SqlType, string> = {
  int8: "bigint",
  float8: "double precision",
  text: "text",
  timestamp: "timestamp without time zone",
  bool: "boolean",
};

export interface UsableTables {
  tables: Table[];
  /** What is left out and why, one sentence each. */
  problems: string[];
}

/**
 * The tables and columns that Postgres can hold. Names are never shortened or
 * changed: what a client writes would no longer be what the model calls it.
 */
export function usableTables(tables: readonly Table[]): UsableTables {
  const problems: string[] = [];
  const names = new Set<string>();
  const usable = tables.filter(({ name }) => {
    const reason = nameProblem(name) ?? duplicate(name, names);
    if (reason !== undefined) {
      problems.push(`table "${printable(name)}" is left out: ${reason}`);
    }
    return reason === undefined;
  });
  return {
    tables: usable.map((table) => ({
      ...table,
      columns: usableColumns(table, problems),
    })),
    problems,
  };
}

function usableColumns(table: Table, problems: string[]): TableColumn[] {
  const names = new Set<string>();
  const usable = table.columns.filter(({ name }) => {
    const reason =
      nameProblem(name) ??
      (SYSTEM_COLUMNS.has(name)
        ? "every table of Postgres has a system column of that name"
        : duplicate(name, names));
    if (reason !== undefined) {
      problems.push(
        `column "${printable(name)}" of table "${table.name}" is left out: ${reason}`,
      );
    }
    return reason === undefined;
  });
  if (usable.length > MAX_COLUMNS) {
    problems.push(
      `table "${table.name}" has its first ${MAX_COLUMNS} of ${usable.length} columns: Postgres allows no more`,
    );
  }
  return usable.slice(0, MAX_COLUMNS);
}

function nameProblem(name: string): string | undefined {
  if (name === "") return "its name is empty";
  if (name.includes("\0")) return "its name has a NUL character";
  const bytes = Buffer.byteLength(name);
  return bytes > NAME_BYTES
    ? `its name has ${bytes} bytes, and Postgres allows ${NAME_BYTES}`
    : undefined;
}

function duplicate(name: string, names: Set<string>): string | undefined {
  if (names.has(name)) return "another one before it has the same name";
  names.add(name);
  return undefined;
}

const printable = (name: string): string => name.replaceAll("\0", "\\0");

export interface Catalog {
  /** The same for the same tables. */
  key: string;
  /** Statements for the superuser of a new database. */
  ddl: string;
}

/** @param tables what cannot be held is left out, see {@link usableTables} */
export function catalog(tables: readonly Table[]): Catalog {
  const { tables: usable } = usableTables(tables);
  const ddl = [
    "SET ROLE cube",
    ...usable.flatMap(tableStatements),
    "GRANT SELECT ON ALL TABLES IN SCHEMA public TO login",
    "RESET ROLE",
  ].join(";\n");
  return { key: createHash("sha256").update(ddl).digest("hex"), ddl };
}

function tableStatements(table: Table): string[] {
  const name = `public.${quoteIdentifier(table.name)}`;
  const columns = table.columns.map(
    ({ name: columnName, type, nullable }) =>
      `${quoteIdentifier(columnName)} ${TYPES[type]}${nullable === false ? " NOT NULL" : ""}`,
  );
  return [
    `CREATE TABLE ${name} (${columns.join(", ")})`,
    ...comment(`TABLE ${name}`, table.description),
    ...table.columns.flatMap((column) =>
      comment(
        `COLUMN ${name}.${quoteIdentifier(column.name)}`,
        column.description,
      ),
    ),
  ];
}

function comment(object: string, text: string): string[] {
  const clean = text.replaceAll("\0", "");
  return clean === "" ? [] : [`COMMENT ON ${object} IS ${quoteLiteral(clean)}`];
}

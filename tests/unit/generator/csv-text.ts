import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

export type Row = Record<string, string>;

/** Runs the program as a user does. */
export function run(args: string[], env: Record<string, string> = {}) {
  return spawnSync(
    process.execPath,
    ["--import", "tsx", "generator/main.ts", ...args],
    {
      encoding: "utf8",
      maxBuffer: 256 * 1024 * 1024,
      env: { ...process.env, ...env },
    },
  );
}

/** Text → rows by column name. Knows nothing of the generator. */
export function parse(text: string): Row[] {
  const [header = "", ...lines] = text.trimEnd().split("\n");
  const names = header.split(",");
  return lines.map((line) => {
    const fields = line.split(",");
    if (fields.length !== names.length) throw new Error(line);
    return Object.fromEntries(names.map((name, i) => [name, fields[i]!]));
  });
}

/** Stored columns of the fact table, read from its DDL. */
export function factColumns(): string[] {
  const ddl = readFileSync("sql/020_trades_1d.sql", "utf8");
  return [...ddl.matchAll(/^ {4}(\w+) (.*)$/gm)]
    .filter(([, , rest = ""]) => !rest.includes(" ALIAS "))
    .map(([, name = ""]) => name);
}

export const number = (row: Row, column: string) => Number(row[column]);

/** Every distinct child with its distinct parents. */
export function parents(
  rows: readonly Row[],
  child: string,
  parent: readonly string[],
): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const row of rows) {
    const known = found.get(row[child]!) ?? new Set();
    found.set(row[child]!, known);
    known.add(parent.map((name) => row[name]).join("/"));
  }
  return found;
}

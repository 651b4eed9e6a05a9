import { expect } from "vitest";
import type { Statement } from "./sql-statements-types.ts";

/** Numbers are numbers, everything else is the text that Postgres writes. */
export type Cell = number | string | null;

export interface Table {
  names: string[];
  /** Type oids. */
  types: number[];
  rows: Cell[][];
}

/** int2, int4, int8, oid, float4, float8, numeric */
const NUMERIC = new Set([21, 23, 20, 26, 700, 701, 1700]);
const FRACTIONAL = new Set([700, 701, 1700]);

/** @param text as a result in text format has it */
export const cellOf = (type: number, text: string | null): Cell =>
  text !== null && NUMERIC.has(type) ? Number(text) : text;

/** Sums of floats depend on the order of rows. */
const RELATIVE = 1e-9;
/** Of the largest in the column: what is left where terms cancel out. */
const CANCELLED = 1e-12;

type Tolerances = number[];

function tolerances(table: Table): Tolerances {
  return table.types.map((_, column) => {
    const sizes = table.rows.map((row) => {
      const cell = row[column];
      return typeof cell === "number" ? Math.abs(cell) : 0;
    });
    return CANCELLED * sizes.reduce((most, size) => Math.max(most, size), 0);
  });
}

function isClose(a: Cell, b: Cell, slack: number): boolean {
  if (typeof a !== "number" || typeof b !== "number") return a === b;
  const size = Math.max(Math.abs(a), Math.abs(b));
  return Object.is(a, b) || Math.abs(a - b) <= RELATIVE * size + slack;
}

const isSameRow = (a: Cell[], b: Cell[], slack: Tolerances): boolean =>
  a.length === b.length &&
  a.every((cell, column) => isClose(cell, b[column]!, slack[column]!));

/** Rows by those of their cells that have to be equal to the last digit. */
function byExactCells(table: Table): Map<string, Cell[][]> {
  const groups = new Map<string, Cell[][]>();
  for (const row of table.rows) {
    const exact = row.filter(
      (cell, column) => cell === null || !FRACTIONAL.has(table.types[column]!),
    );
    const key = JSON.stringify(exact);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/** The rows of one that are not in the other, each of which stands for one. */
function missing(rows: Table, from: Table): Cell[][] {
  const slack = tolerances(from);
  const left = byExactCells(from);
  const lost: Cell[][] = [];
  for (const [key, group] of byExactCells(rows)) {
    const candidates = left.get(key) ?? [];
    for (const row of group) {
      const place = candidates.findIndex((one) => isSameRow(row, one, slack));
      if (place < 0) lost.push(row);
      else candidates.splice(place, 1);
    }
  }
  return lost;
}

/** The same rows, in the order that the statement asks for. */
export function expectSameRows(
  asked: Table,
  wanted: Table,
  { ordered, anyOf }: Pick<Statement, "ordered" | "anyOf"> = {},
): void {
  expect(missing(asked, wanted).slice(0, 5), "rows that are wrong").toEqual([]);
  if (anyOf !== undefined) {
    expect(asked.rows.length, "rows").toBe(Math.min(anyOf, wanted.rows.length));
    return;
  }
  expect(missing(wanted, asked).slice(0, 5), "rows that lack").toEqual([]);
  if (ordered === undefined) return;
  const columns =
    ordered === "rows"
      ? wanted.types.map((_, column) => column)
      : ordered.map((number) => number - 1);
  const slack = tolerances(wanted);
  const pick = <T>(row: T[]) => columns.map((column) => row[column]!);
  const place = wanted.rows.findIndex(
    (row, at) => !isSameRow(pick(asked.rows[at]!), pick(row), pick(slack)),
  );
  if (place >= 0) {
    expect(asked.rows[place], `row ${place} in order`).toEqual(
      wanted.rows[place],
    );
  }
}

import type { Writable } from "node:stream";
import { types } from "pg";

export type Format = "table" | "csv" | "json";

export interface Field {
  name: string;
  dataTypeID: number;
}

/** Values as the server writes them. */
export type TextRow = (string | null)[];

/** Writes the rows of one result, which come in several portions. */
export interface ResultWriter {
  rows(rows: TextRow[]): void;
  /** @param count all rows of the result */
  end(count: number): void;
}

export interface Layout {
  format: Format;
  /** One line for each column instead of one for each row. */
  expanded: boolean;
}

export function resultWriter(
  { format, expanded }: Layout,
  fields: Field[],
  to: Writable,
): ResultWriter {
  if (format === "csv") return csvWriter(fields, to);
  if (format === "json") return jsonWriter(fields, to);
  return expanded ? expandedWriter(fields, to) : tableWriter(fields, to);
}

const { INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC, OID } = types.builtins;
const BOOL: number = types.builtins.BOOL;
const NUMBERS = new Set<number>([
  INT2,
  INT4,
  INT8,
  FLOAT4,
  FLOAT8,
  NUMERIC,
  OID,
]);
const FRACTIONS = new Set<number>([FLOAT4, FLOAT8]);

/** Terminals count characters, not UTF-16 units. */
const width = (text: string): number => [...text].length;

/** One line, whatever the value has in it. */
const shown = (value: string | null): string =>
  (value ?? "").replaceAll("\n", "↵");

const plural = (count: number) =>
  `(${count.toLocaleString("en-US")} ${count === 1 ? "row" : "rows"})\n\n`;

function tableWriter(fields: Field[], to: Writable): ResultWriter {
  const widths = fields.map(({ name }) => width(name));
  const isNumber = fields.map(({ dataTypeID }) => NUMBERS.has(dataTypeID));
  const line = (cells: string[]) =>
    ` ${cells.join(" | ")}`.trimEnd().concat("\n");
  let begun = false;
  const begin = () => {
    if (begun) return;
    begun = true;
    to.write(
      line(fields.map(({ name }, place) => name.padEnd(widths[place]!))),
    );
    to.write(`${widths.map((size) => "-".repeat(size + 2)).join("+")}\n`);
  };
  const pad = (text: string, place: number) => {
    const space = " ".repeat(Math.max(0, widths[place]! - width(text)));
    return isNumber[place] ? space + text : text + space;
  };
  return {
    // The first portion decides how wide the columns are, later ones only widen them.
    rows(rows) {
      const cells = rows.map((row) => row.map(shown));
      for (const row of cells) {
        row.forEach((cell, place) => {
          widths[place] = Math.max(widths[place]!, width(cell));
        });
      }
      begin();
      to.write(cells.map((row) => line(row.map(pad))).join(""));
    },
    end(count) {
      begin();
      to.write(plural(count));
    },
  };
}

function expandedWriter(fields: Field[], to: Writable): ResultWriter {
  const size = Math.max(0, ...fields.map(({ name }) => width(name)));
  let number = 0;
  return {
    rows(rows) {
      for (const row of rows) {
        to.write(`-[ RECORD ${++number} ]\n`);
        fields.forEach(({ name }, place) => {
          const space = " ".repeat(size - width(name));
          to.write(`${name}${space} | ${shown(row[place] ?? null)}\n`);
        });
      }
    },
    end: (count) => void to.write(plural(count)),
  };
}

/** https://www.rfc-editor.org/rfc/rfc4180; NULL is empty, an empty text is quoted. */
function csvWriter(fields: Field[], to: Writable): ResultWriter {
  const cell = (value: string | null) => {
    if (value === null) return "";
    return value === "" || /[",\r\n]/.test(value)
      ? `"${value.replaceAll('"', '""')}"`
      : value;
  };
  const line = (row: TextRow) => `${row.map(cell).join(",")}\n`;
  to.write(line(fields.map(({ name }) => name)));
  return {
    rows: (rows) => void to.write(rows.map(line).join("")),
    end: () => undefined,
  };
}

/** One object a line: https://jsonlines.org */
function jsonWriter(fields: Field[], to: Writable): ResultWriter {
  const value = (text: string | null, type: number): unknown => {
    if (text === null) return null;
    if (type === BOOL) return text === "t";
    // Larger whole numbers and exact ones would not survive as a JavaScript number.
    const isExact = !FRACTIONS.has(type) && String(Number(text)) !== text;
    if (!NUMBERS.has(type) || isExact || !Number.isFinite(Number(text))) {
      return text;
    }
    return Number(text);
  };
  const line = (row: TextRow) =>
    `${JSON.stringify(
      Object.fromEntries(
        fields.map(({ name, dataTypeID }, place) => [
          name,
          value(row[place] ?? null, dataTypeID),
        ]),
      ),
    )}\n`;
  return {
    rows: (rows) => void to.write(rows.map(line).join("")),
    end: () => undefined,
  };
}

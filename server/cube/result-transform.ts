import { formatColumn } from "./column-format.ts";
import { pivotQuery } from "./pivot-query.ts";
import type {
  Cell,
  Columnar,
  MultiResultData,
  ResultData,
  TransformData,
} from "./query-result.ts";
import { resultMembers } from "./result-members.ts";

/** Data as the driver's rows by column, or as JSON of it. */
export type RawData = Columnar | Uint8Array;

/** The answer to one query, `data` in the shape it asked for. */
export function singleResult(
  transform: TransformData,
  raw: RawData,
  result: ResultData,
): Record<string, unknown> {
  return { ...withoutMissing(result), data: transformData(transform, raw) };
}

/** The answers to several queries that one chart shows together. */
export function multiResult(
  transforms: TransformData[],
  raws: RawData[],
  { queryType, results, slowQuery }: MultiResultData,
): Record<string, unknown> {
  return {
    queryType,
    results: results.map((result, index) => {
      const transform = transforms[index];
      const raw = raws[index];
      if (transform === undefined || raw === undefined) {
        throw new Error(`result ${index} of ${results.length} has no data`);
      }
      return singleResult(transform, raw, result);
    }),
    pivotQuery: pivotQuery(
      queryType,
      results.map(({ query }) => query),
    ),
    slowQuery: slowQuery === true,
  };
}

/** Rows as objects, `{members, dataset}` or `{members, columns}`. */
export function transformData(transform: TransformData, raw: RawData): unknown {
  const data = readColumnar(raw);
  const members = resultMembers(transform, data);
  const rowCount = data.columns[0]?.length ?? 0;
  const columns = members.map((member) =>
    "constant" in member
      ? new Array<Cell>(rowCount).fill(member.constant)
      : formatColumn(data.columns[member.source] ?? [], member.type),
  );
  const names = members.map(({ name }) => name);
  switch (transform.resType) {
    case "columnar":
      return { members: names, columns };
    case "compact":
      return { members: names, dataset: rows(columns, rowCount) };
    case "default":
    case undefined:
      return objects(names, columns, rowCount);
  }
}

function readColumnar(raw: RawData): Columnar {
  return raw instanceof Uint8Array
    ? (JSON.parse(Buffer.from(raw).toString("utf8")) as Columnar)
    : raw;
}

function rows(columns: Cell[][], rowCount: number): Cell[][] {
  const dataset = new Array<Cell[]>(rowCount);
  for (let row = 0; row < rowCount; row++) {
    dataset[row] = columns.map((column) => column[row]);
  }
  return dataset;
}

function objects(
  names: string[],
  columns: Cell[][],
  rowCount: number,
): Record<string, Cell>[] {
  const dataset = new Array<Record<string, Cell>>(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const object: Record<string, Cell> = {};
    for (let column = 0; column < names.length; column++) {
      object[names[column] as string] = columns[column]?.[row];
    }
    dataset[row] = object;
  }
  return dataset;
}

function withoutMissing(result: ResultData): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(result).filter(
      ([, value]) => value !== null && value !== undefined,
    ),
  );
}

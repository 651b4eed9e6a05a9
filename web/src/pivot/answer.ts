import type { LoadResponseResult, Query } from "@cubejs-client/core";
import type { Transfer } from "../api/measured-transport.ts";

export interface Rollup {
  id: string;
  /** Milliseconds since 1970, when Cube says. */
  updatedAt: number | undefined;
}

export type Row = Record<string, string | number | boolean | null>;

/** One answer of /v1/load, with what says where it came from. */
export interface Answer {
  rows: Row[];
  /** Empty = answered from the facts. */
  rollups: Rollup[];
  /** ISO time up to which the data is known to be fresh. */
  refreshedAt: string | undefined;
  /** Rows there are in all; undefined = the query did not ask, and nobody counted. */
  total: number | undefined;
  /** From request to parsed answer, in the browser. */
  milliseconds: number;
  /** Date.now() at arrival. */
  arrivedAt: number;
  /** Absent where it is no answer of its own, but made of others. */
  transfer?: Transfer | undefined;
  /** The query that gave this answer and others; absent = the question's own. */
  shared?: { query: Query; questions: number };
}

export function readAnswer(
  result: LoadResponseResult<Row>,
  milliseconds: number,
  arrivedAt: number,
  transfer?: Transfer,
): Answer {
  return {
    rows: result.data,
    rollups: Object.entries(result.usedPreAggregations ?? {}).map(
      ([table, used]) => ({
        id: used.preAggregationId ?? table,
        updatedAt: used.lastUpdatedAt,
      }),
    ),
    refreshedAt: result.lastRefreshTime || undefined,
    total: result.total === undefined ? undefined : Number(result.total),
    milliseconds,
    arrivedAt,
    transfer,
  };
}

/** A measure's value; drivers may send numbers as text. */
export function numberOf(row: Row, member: string): number | null {
  const value = row[member];
  if (value === null || value === undefined || value === "") return null;
  const number = Number(value);
  return Number.isNaN(number) ? null : number;
}

/** A level's key. Text, because large ids do not fit a number. */
export function keyOf(row: Row, member: string): string | null {
  const value = row[member];
  return value === null || value === undefined ? null : String(value);
}

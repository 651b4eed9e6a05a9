/** The parts of Cube's untyped results that the result transform reads. */

export type Cell = unknown;

/** Rows by column: `columns[c][r]` belongs to the alias `members[c]`. */
export interface Columnar {
  members: string[];
  columns: Cell[][];
}

export type QueryType =
  "regularQuery" | "compareDateRangeQuery" | "blendingQuery";

export type ResponseFormat = "default" | "compact" | "columnar";

export interface TimeDimension {
  dimension: string;
  granularity?: string | null;
  dateRange?: string | string[];
}

/** A member expression is an object that carries its own name. */
export type Member = string | { name: string };

export interface NormalizedQuery {
  measures?: Member[];
  dimensions?: Member[];
  timeDimensions?: TimeDimension[];
}

export interface TransformData {
  aliasToMemberNameMap: Record<string, string>;
  /** Visible members only: a member that is missing here is hidden. */
  annotation: Record<string, { type?: string } | undefined>;
  query: NormalizedQuery;
  queryType?: QueryType;
  resType?: ResponseFormat;
}

/** A result without its rows, as the client will see it. */
export type ResultData = Record<string, unknown> & { query: NormalizedQuery };

export interface MultiResultData {
  queryType: QueryType;
  results: ResultData[];
  slowQuery?: boolean;
}

/** The name of a member, be it a name or an expression. */
export const memberName = (member: Member): string =>
  typeof member === "string" ? member : member.name;

/** Types a column of a view has in SQL. */
export type SqlType = "int8" | "float8" | "text" | "timestamp" | "bool";

export type MeasureType =
  | "count"
  | "countDistinct"
  | "countDistinctApprox"
  | "sum"
  | "avg"
  | "min"
  | "max"
  | "number"
  | "string"
  | "time"
  | "boolean";

interface ColumnBase {
  name: string;
  description: string;
  type: SqlType;
  /** The model says that it is never NULL. */
  nullable?: false;
}

/** What all times of a column are the start of, in UTC. */
export type Precision = "second" | "day";

/** First and last day that times of a column may have: `1970-01-01`, `2106-02-06`. */
export type Bounds = [first: string, last: string];

/** `member` is its name in a query to Cube, such as `trade_metrics.notional`. */
export type TableColumn =
  | (ColumnBase & {
      kind: "dimension";
      member: string;
      primaryKey: boolean;
      precision?: Precision;
      bounds?: Bounds;
    })
  | (ColumnBase & {
      kind: "measure";
      member: string;
      measureType: MeasureType;
      /** Over all time up to a period: those of shorter ones do not add up. */
      cumulative?: boolean;
    })
  | (ColumnBase & { kind: "segment"; member: string })
  /** `__user`: whose rights a query has. */
  | (ColumnBase & { kind: "user" })
  /** `__cubeJoinField`: joins two cubes on what the model joins them by. */
  | (ColumnBase & { kind: "joinField" });

/** A cube or view as a table of SQL, in the schema `public`. */
export interface Table {
  name: string;
  kind: "cube" | "view";
  description: string;
  columns: TableColumn[];
}

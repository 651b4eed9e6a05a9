import type {
  MeasureType,
  SqlType,
  Table,
  TableColumn,
} from "../../../server/sql-api/tables.ts";

const dimension = (
  table: string,
  name: string,
  type: SqlType,
  primaryKey = false,
): TableColumn => ({
  kind: "dimension",
  name,
  type,
  description: "",
  member: `${table}.${name}`,
  primaryKey,
});

const measure = (
  table: string,
  name: string,
  measureType: MeasureType,
  type: SqlType = "float8",
): TableColumn => ({
  kind: "measure",
  name,
  type,
  description: "",
  member: `${table}.${name}`,
  measureType,
});

const neverNull = (column: TableColumn): TableColumn => ({
  ...column,
  nullable: false,
});

const special: TableColumn[] = [
  { kind: "user", name: "__user", type: "text", description: "" },
  { kind: "joinField", name: "__cubeJoinField", type: "text", description: "" },
];

export const TRADES: Table = {
  name: "trades",
  kind: "view",
  description: "",
  columns: [
    measure("trades", "count", "count", "int8"),
    measure("trades", "notional", "sum"),
    measure("trades", "pnl", "sum"),
    measure("trades", "min_px", "min"),
    neverNull(measure("trades", "max_px", "max")),
    measure("trades", "avg_px", "avg"),
    measure("trades", "desks", "countDistinct", "int8"),
    measure("trades", "ratio", "number"),
    neverNull(dimension("trades", "trade_id", "float8", true)),
    dimension("trades", "desk", "text"),
    dimension("trades", "symbol", "text"),
    dimension("trades", "lots", "float8"),
    dimension("trades", "is_open", "bool"),
    {
      ...dimension("trades", "ts", "timestamp"),
      bounds: ["1970-01-01", "2106-02-06"],
    } as TableColumn,
    {
      kind: "segment",
      name: "big",
      type: "bool",
      description: "",
      member: "trades.big",
    },
    ...special,
  ],
};

/** Has no measure that counts, and one that no parts add up to. */
export const BOOKS: Table = {
  name: "books",
  kind: "cube",
  description: "",
  columns: [
    { ...measure("books", "running", "sum"), cumulative: true } as TableColumn,
    measure("books", "size", "sum"),
    measure("books", "label", "string", "text"),
    measure("books", "last_open", "time", "timestamp"),
    dimension("books", "book", "text"),
    {
      ...dimension("books", "Opened At", "timestamp"),
      precision: "day",
      bounds: ["1970-01-01", "2106-02-06"],
    } as TableColumn,
    ...special,
  ],
};

export const TABLES = new Map(
  [TRADES, BOOKS].map((table) => [table.name, table]),
);

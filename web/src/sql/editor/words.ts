/** Keywords worth completing: what a SELECT for the SQL API is made of. */
export const KEYWORDS = [
  "SELECT",
  "DISTINCT",
  "FROM",
  "WHERE",
  "GROUP BY",
  "HAVING",
  "ORDER BY",
  "LIMIT",
  "OFFSET",
  "WITH",
  "AS",
  "AND",
  "OR",
  "NOT",
  "IN",
  "EXISTS",
  "BETWEEN",
  "LIKE",
  "ILIKE",
  "IS NULL",
  "IS NOT NULL",
  "IS TRUE",
  "CASE",
  "WHEN",
  "THEN",
  "ELSE",
  "END",
  "ASC",
  "DESC",
  "NULLS LAST",
  "JOIN",
  "LEFT JOIN",
  "ON",
  "UNION ALL",
  "OVER",
  "PARTITION BY",
  "FILTER",
  "ROLLUP",
  "EXPLAIN",
  "INTERVAL",
  "TRUE",
  "FALSE",
  "NULL",
] as const;

interface SqlFunction {
  name: string;
  signature: string;
  description: string;
}

/** Functions worth completing; any other of Postgres works as well. */
export const FUNCTIONS: readonly SqlFunction[] = [
  {
    name: "MEASURE",
    signature: "(measure)",
    description: "The measure as the model defines it, at any grouping.",
  },
  {
    name: "COUNT",
    signature: "(*)",
    description: "Rows, constituents included.",
  },
  {
    name: "SUM",
    signature: "(measure)",
    description: "Of a measure that is a sum.",
  },
  {
    name: "date_trunc",
    signature: "('day', time)",
    description: "Start of the period: day, week, month, quarter, year.",
  },
  {
    name: "coalesce",
    signature: "(value, …)",
    description: "The first value that is not NULL.",
  },
  {
    name: "nullif",
    signature: "(value, other)",
    description: "NULL where both are equal: guards a division.",
  },
  { name: "round", signature: "(value)", description: "To a whole number." },
  { name: "abs", signature: "(value)", description: "Without its sign." },
  { name: "lower", signature: "(text)", description: "In small letters." },
  { name: "upper", signature: "(text)", description: "In capitals." },
  {
    name: "rank",
    signature: "() OVER (…)",
    description: "Place in an order, with gaps after ties.",
  },
  {
    name: "lag",
    signature: "(value) OVER (…)",
    description: "The value of the row before.",
  },
];

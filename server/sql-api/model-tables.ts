import type { MetaCube, MetaMember } from "./load/cube-hooks.ts";
import type {
  Bounds,
  MeasureType,
  Precision,
  SqlType,
  Table,
  TableColumn,
} from "./tables.ts";

/** Types as cubesql has them: `rust/cubesql/cubesql/src/transport/ext.rs`. */
const MEASURE_TYPES: Record<MeasureType, SqlType> = {
  count: "int8",
  countDistinct: "int8",
  countDistinctApprox: "int8",
  sum: "float8",
  avg: "float8",
  min: "float8",
  max: "float8",
  number: "float8",
  string: "text",
  time: "timestamp",
  boolean: "bool",
};

const DIMENSION_TYPES: Record<string, SqlType> = {
  time: "timestamp",
  number: "float8",
  boolean: "bool",
};

/** The cubes and views that a user sees, as tables. */
export const modelTables = (cubes: readonly MetaCube[]): Table[] =>
  cubes.filter(isShown).map(modelTable);

function modelTable(cube: MetaCube): Table {
  const columns: TableColumn[] = [
    ...cube.measures.filter(isShown).map((member) => measure(member)),
    ...cube.dimensions.filter(isShown).map((member): TableColumn => ({
      ...common(member),
      kind: "dimension",
      member: member.name,
      type: DIMENSION_TYPES[member.type] ?? "text",
      primaryKey: member.primaryKey === true,
      ...precision(member),
      ...bounds(member),
    })),
    ...cube.segments.filter(isShown).map((member): TableColumn => ({
      ...common(member),
      kind: "segment",
      member: member.name,
      type: "bool",
    })),
    {
      name: "__user",
      kind: "user",
      type: "text",
      description: "in a filter: whose rights the query has",
    },
    {
      name: "__cubeJoinField",
      kind: "joinField",
      type: "text",
      description: "joins two cubes on what the model joins them by",
    },
  ];
  return {
    name: cube.name,
    kind: cube.type,
    description: cube.description ?? cube.title ?? "",
    columns,
  };
}

function measure(member: MetaMember): TableColumn {
  const measureType = measureTypeOf(member);
  return {
    ...common(member),
    kind: "measure",
    member: member.name,
    measureType,
    type: MEASURE_TYPES[measureType],
    ...(isCumulative(member) ? { cumulative: true } : {}),
  };
}

/** Cube says so of measures of cubes only, those of views have `meta.cumulative`. */
const isCumulative = ({ cumulative, meta }: MetaMember): boolean =>
  cumulative === true || meta?.["cumulative"] === true;

/** A sum over what rollups have counted is a count as well: `meta.counts_rows`. */
function measureTypeOf({ aggType, meta }: MetaMember): MeasureType {
  if (meta?.["counts_rows"] === true) return "count";
  return aggType !== undefined && aggType in MEASURE_TYPES
    ? (aggType as MeasureType)
    : "number";
}

const common = (member: MetaMember) => ({
  name: member.name.slice(member.name.indexOf(".") + 1),
  description: member.description ?? member.shortTitle ?? member.title ?? "",
  ...(member.meta?.["nullable"] === false ? { nullable: false as const } : {}),
});

function precision({ meta }: MetaMember): { precision?: Precision } {
  const named = meta?.["precision"];
  return named === "second" || named === "day" ? { precision: named } : {};
}

const DAY = /^\d{4}-\d\d-\d\d$/;

/** What a range without an end is closed by, so that a rollup answers: `meta.bounds`. */
function bounds({ meta }: MetaMember): { bounds?: Bounds } {
  const named = meta?.["bounds"];
  const [first, last] = Array.isArray(named) ? named.map(String) : [];
  return first && last && DAY.test(first) && DAY.test(last)
    ? { bounds: [first, last] }
    : {};
}

const isShown = ({ isVisible }: { isVisible?: boolean }) => isVisible !== false;

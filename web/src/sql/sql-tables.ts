/** A column of a view, as a user writes it. */
export interface SqlColumn {
  name: string;
  kind: "dimension" | "measure" | "segment";
  /** `string`, `number`, `time`, `boolean`. */
  type: string;
  title: string;
  description: string;
  unit: string;
}

/** A view of the model as a table. */
export interface SqlTable {
  name: string;
  description: string;
  columns: SqlColumn[];
}

type Json = Record<string, unknown>;

const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const jsonList = (value: unknown): Json[] =>
  Array.isArray(value) ? value.filter(isJson) : [];
const textOf = (value: unknown): string =>
  typeof value === "string" ? value : "";

const isVisible = (item: Json) =>
  item["public"] !== false && item["isVisible"] !== false;

const readColumn = (item: Json, kind: SqlColumn["kind"]): SqlColumn => {
  const member = textOf(item["name"]);
  return {
    name: member.slice(member.indexOf(".") + 1),
    kind,
    type: kind === "segment" ? "boolean" : textOf(item["type"]) || "string",
    title: textOf(item["shortTitle"]),
    description: textOf(item["description"]),
    unit: isJson(item["meta"]) ? textOf(item["meta"]["unit"]) : "",
  };
};

const columnsOf = (view: Json, list: string, kind: SqlColumn["kind"]) =>
  jsonList(view[list])
    .filter(isVisible)
    .map((item) => readColumn(item, kind));

/** The answer of /v1/meta → tables in model order, dimensions before measures. */
export const readTables = (meta: unknown): SqlTable[] =>
  jsonList(isJson(meta) ? meta["cubes"] : undefined)
    .filter(isVisible)
    .map((view) => ({
      name: textOf(view["name"]),
      description: textOf(view["description"]) || textOf(view["title"]),
      columns: [
        ...columnsOf(view, "dimensions", "dimension"),
        ...columnsOf(view, "measures", "measure"),
        ...columnsOf(view, "segments", "segment"),
      ],
    }));

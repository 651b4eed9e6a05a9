import type {
  Dimension,
  Folder,
  Hierarchy,
  Measure,
  MemberFormat,
  View,
} from "./view.ts";

const LOOK_THROUGH_MEASURE = /^(look_through|via_wrapper|unmapped)_/;
const LOOK_THROUGH_LEVEL = /^underlying_/;
const ADDITIVE = new Set(["sum", "count"]);
const COUNTS = new Set(["count", "countDistinct", "countDistinctApprox"]);

type Json = Record<string, unknown>;

const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const jsonList = (value: unknown): Json[] =>
  Array.isArray(value) ? value.filter(isJson) : [];
const textList = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((item): item is string => typeof item === "string")
    : [];
const text = (value: unknown, fallback = ""): string =>
  typeof value === "string" && value !== "" ? value : fallback;
const baseName = (member: string) => member.slice(member.indexOf(".") + 1);

const isVisible = (item: Json) =>
  item["public"] !== false && item["isVisible"] !== false;

const metaOf = (item: Json): Json => (isJson(item["meta"]) ? item["meta"] : {});

const readMode = (meta: Json, name: string): Measure["mode"] => {
  const mode = meta["exposure_mode"];
  if (mode === "as_traded" || mode === "look_through" || mode === "any") {
    return mode;
  }
  return LOOK_THROUGH_MEASURE.test(name) ? "look_through" : "any";
};

const readType = (type: unknown): Dimension["type"] =>
  type === "number" || type === "time" || type === "boolean" ? type : "string";

const common = (item: Json, folders: Map<string, string>) => {
  const member = text(item["name"]);
  const name = baseName(member);
  return {
    member,
    name,
    title: text(item["shortTitle"], name),
    description: text(item["description"]),
    folder: folders.get(member) ?? "",
  };
};

const readDimension = (item: Json, folders: Map<string, string>): Dimension => {
  const base = common(item, folders);
  return {
    ...base,
    type: readType(item["type"]),
    format: item["format"] as MemberFormat,
    nullable: metaOf(item)["nullable"] !== false,
    lookThrough: LOOK_THROUGH_LEVEL.test(base.name),
    amount: metaOf(item)["amount"] === true,
  };
};

/** A count has no decimals, whatever the model leaves open. */
const readFormat = ({ format, aggType }: Json): MemberFormat =>
  (format ??
    (COUNTS.has(text(aggType)) ? "number_0" : undefined)) as MemberFormat;

const readMeasure = (
  item: Json,
  folders: Map<string, string>,
  names: Set<string>,
): Measure => {
  const base = common(item, folders);
  const meta = metaOf(item);
  const twin = text(meta["twin"]);
  return {
    ...base,
    unit: text(meta["unit"]),
    format: readFormat(item),
    currency: text(item["currency"]) || undefined,
    mode: readMode(meta, base.name),
    twin: names.has(twin) ? twin : undefined,
    additive: ADDITIVE.has(text(item["aggType"])),
    within: text(meta["within"]) || undefined,
    drillMembers: textList(item["drillMembers"]).map(baseName),
  };
};

const readHierarchy = (
  item: Json,
  dimensions: Map<string, Dimension>,
): Hierarchy => {
  const name = baseName(text(item["name"]));
  const levels = textList(item["levels"]).flatMap(
    (member) => dimensions.get(member) ?? [],
  );
  return {
    name,
    title: text(item["title"], name),
    levels,
    lookThrough:
      levels.length > 0 && levels.every(({ lookThrough }) => lookThrough),
  };
};

function readView(view: Json): View {
  const declared = jsonList(view["folders"]);
  const folderOf = new Map(
    declared.flatMap((folder) =>
      textList(folder["members"]).map(
        (member) => [member, text(folder["name"])] as const,
      ),
    ),
  );
  const dimensions = jsonList(view["dimensions"])
    .filter(isVisible)
    .map((item) => readDimension(item, folderOf));
  // A running total needs a time axis, which a tree of members is not.
  const items = jsonList(view["measures"]).filter(
    (item) => isVisible(item) && item["cumulative"] !== true,
  );
  const names = new Set(items.map((item) => baseName(text(item["name"]))));
  const measures = items.map((item) => readMeasure(item, folderOf, names));
  const byMember = new Map(dimensions.map((item) => [item.member, item]));
  const folder = (title: string): Folder => ({
    title,
    dimensions: dimensions.filter((item) => item.folder === title),
    measures: measures.filter((item) => item.folder === title),
  });
  const times = dimensions.filter(({ type }) => type === "time");
  return {
    name: text(view["name"]),
    title: text(view["title"], text(view["name"])),
    description: text(view["description"]),
    dimensions,
    measures,
    hierarchies: jsonList(view["hierarchies"])
      .filter(isVisible)
      .map((item) => readHierarchy(item, byMember))
      .filter(({ levels }) => levels.length > 0),
    folders: [...declared.map((item) => text(item["name"])), ""]
      .map(folder)
      .filter((item) => item.dimensions.length + item.measures.length > 0),
    timeDimension:
      metaOf(view)["date_range"] === false
        ? undefined
        : (times.find(({ name }) => name.endsWith("_date")) ?? times[0]),
  };
}

/**
 * The answer of /v1/meta → the views a pivot can show, in model order.
 *
 * @throws Error when the answer is none, or offers no view with a measure
 */
export function readViews(meta: unknown): View[] {
  if (!isJson(meta) || !Array.isArray(meta["cubes"])) {
    throw new Error("the answer of /v1/meta has no list of views");
  }
  const views = jsonList(meta["cubes"])
    .filter((item) => item["type"] !== "cube" && isVisible(item))
    .map(readView)
    .filter(({ measures }) => measures.length > 0);
  if (views.length === 0) {
    throw new Error("the model offers no view with a measure to this user");
  }
  return views;
}

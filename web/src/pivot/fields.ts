import type { FormatValueMember } from "@cubejs-client/core/format";

export type ExposureMode = "as_traded" | "look_through";

/** How Cube's formatter describes a member. */
export type MemberFormat = FormatValueMember["format"];

export interface Level {
  /** Full member name, e.g. `trade_metrics.fund_id`. */
  member: string;
  /** Without the view, e.g. `fund_id`. */
  name: string;
  title: string;
  description: string;
}

export interface Hierarchy {
  name: string;
  title: string;
  levels: Level[];
  /** Made of what is held rather than of what was traded. */
  lookThrough: boolean;
}

export interface Measure {
  member: string;
  name: string;
  title: string;
  description: string;
  folder: string;
  unit: string;
  format: MemberFormat;
  currency: string | undefined;
  mode: ExposureMode | "any";
  /** The same measure in the other mode, by name without the view. */
  twin: string | undefined;
}

/** What a view offers to a pivot, read from /v1/meta. */
export interface Fields {
  view: string;
  title: string;
  hierarchies: Hierarchy[];
  measures: Measure[];
  /** Day-grained time dimension that carries the date range. */
  timeDimension: string;
}

const PREFERRED_VIEW = "trade_metrics";
const LOOK_THROUGH_MEASURE = /^(look_through|via_wrapper|unmapped)_/;
const LOOK_THROUGH_LEVEL = /^underlying_/;

type Json = Record<string, unknown>;

const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const jsonList = (value: unknown): Json[] =>
  Array.isArray(value) ? value.filter(isJson) : [];
const text = (value: unknown, fallback = ""): string =>
  typeof value === "string" ? value : fallback;
const baseName = (member: string) => member.slice(member.indexOf(".") + 1);

const isVisible = (item: Json) =>
  item["public"] !== false && item["isVisible"] !== false;

const readMode = (meta: Json, name: string): Measure["mode"] => {
  const mode = meta["exposure_mode"];
  if (mode === "as_traded" || mode === "look_through" || mode === "any") {
    return mode;
  }
  return LOOK_THROUGH_MEASURE.test(name) ? "look_through" : "as_traded";
};

const readTwin = (meta: Json, name: string, names: Set<string>) => {
  const declared = text(meta["twin"]);
  if (declared !== "") return names.has(declared) ? declared : undefined;
  const guess = name.startsWith("look_through_")
    ? name.slice("look_through_".length)
    : `look_through_${name}`;
  return names.has(guess) ? guess : undefined;
};

function readMeasures(view: Json): Measure[] {
  // A running total needs a time axis, which rows of a tree do not have.
  const items = jsonList(view["measures"]).filter(
    (item) => isVisible(item) && item["cumulative"] !== true,
  );
  const names = new Set(items.map((item) => baseName(text(item["name"]))));
  const folders = new Map(
    jsonList(view["folders"]).flatMap((folder) =>
      (Array.isArray(folder["members"]) ? folder["members"] : [])
        .filter((member) => typeof member === "string")
        .map((member) => [member, text(folder["name"])] as const),
    ),
  );
  return items.map((item) => {
    const member = text(item["name"]);
    const name = baseName(member);
    const meta = isJson(item["meta"]) ? item["meta"] : {};
    return {
      member,
      name,
      title: text(item["shortTitle"], name),
      description: text(item["description"]),
      folder: folders.get(member) ?? "",
      unit: text(meta["unit"]),
      format: item["format"] as MemberFormat,
      currency: text(item["currency"]) || undefined,
      mode: readMode(meta, name),
      twin: readTwin(meta, name, names),
    };
  });
}

function readHierarchies(view: Json): Hierarchy[] {
  const dimensions = new Map(
    jsonList(view["dimensions"])
      .filter(isVisible)
      .map((item) => [text(item["name"]), item]),
  );
  return jsonList(view["hierarchies"])
    .filter(isVisible)
    .map((item) => {
      const name = baseName(text(item["name"]));
      const members = Array.isArray(item["levels"]) ? item["levels"] : [];
      const levels = members.flatMap((member: unknown): Level[] => {
        const dimension = dimensions.get(text(member));
        if (dimension === undefined) return [];
        const level = baseName(text(member));
        return [
          {
            member: text(member),
            name: level,
            title: text(dimension["shortTitle"], level),
            description: text(dimension["description"]),
          },
        ];
      });
      return {
        name,
        title: text(item["title"], name),
        levels,
        lookThrough:
          levels.length > 0 &&
          levels.every((level) => LOOK_THROUGH_LEVEL.test(level.name)),
      };
    })
    .filter(({ levels }) => levels.length > 0);
}

/**
 * The answer of /v1/meta → what the pivot can show.
 *
 * @throws Error when no view has a hierarchy, a measure and a time dimension
 */
export function readFields(meta: unknown): Fields {
  const views = jsonList(isJson(meta) ? meta["cubes"] : undefined);
  const view =
    views.find((item) => item["name"] === PREFERRED_VIEW) ??
    views.find((item) => jsonList(item["hierarchies"]).length > 0);
  if (view === undefined) {
    throw new Error("the model offers no view with hierarchies to this user");
  }
  const times = jsonList(view["dimensions"])
    .filter((item) => item["type"] === "time" && isVisible(item))
    .map((item) => text(item["name"]));
  const fields = {
    view: text(view["name"]),
    title: text(view["title"], text(view["name"])),
    hierarchies: readHierarchies(view),
    measures: readMeasures(view),
    timeDimension: times.find((name) => name.endsWith("_date")) ?? times[0],
  };
  const { timeDimension } = fields;
  if (
    fields.hierarchies.length === 0 ||
    fields.measures.length === 0 ||
    timeDimension === undefined
  ) {
    throw new Error(
      `view ${fields.view} needs a hierarchy, a measure and a time dimension`,
    );
  }
  return { ...fields, timeDimension };
}

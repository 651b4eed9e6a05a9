import type { View } from "../../model/view.ts";

export type FieldKind = "hierarchy" | "level" | "dimension" | "measure";

interface LineBase {
  /** Unique in the tree. */
  key: string;
  /** From 1, as aria-level counts. */
  depth: number;
  title: string;
  description: string;
}

/** A line that opens and closes. */
export interface GroupLine extends LineBase {
  kind: "group";
  /** Fields below. */
  count: number;
  open: boolean;
}

export interface FieldLine extends LineBase {
  kind: FieldKind;
  name: string;
  /** Of a hierarchy: whether its levels are shown; undefined = it has none. */
  open: boolean | undefined;
}

export type TreeLine = GroupLine | FieldLine;

const HIERARCHIES = "Hierarchies";
const OTHERS = "Other fields";

const groupKey = (title: string) => `group:${title}`;

const folderTitle = (title: string) => (title === "" ? OTHERS : title);

/**
 * Keys of the groups that are open at first: hierarchies, since one finds fields
 * by their folders; without hierarchies all folders, which are few then.
 */
export const firstOpen = (view: View): string[] =>
  view.hierarchies.length > 0
    ? [groupKey(HIERARCHIES)]
    : view.folders.map(({ title }) => groupKey(folderTitle(title)));

const matches = (text: string, words: readonly string[]) => {
  const low = text.toLowerCase();
  return words.every((word) => low.includes(word));
};

/**
 * The fields of a view, as the lines of a tree: hierarchies with their levels,
 * then folders.
 *
 * @param open keys of the open lines; while searching all are open
 * @param search words that titles, names or descriptions must all hold
 */
export function fieldTree(
  view: View,
  open: ReadonlySet<string>,
  search: string,
): TreeLine[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const searching = words.length > 0;
  const isOpen = (key: string) => searching || open.has(key);
  const found = (item: { title: string; name: string; description?: string }) =>
    matches(`${item.title} ${item.name} ${item.description ?? ""}`, words);

  const group = (title: string, fields: FieldLine[]): TreeLine[] => {
    const key = groupKey(title);
    const count = fields.filter(({ kind }) => kind !== "level").length;
    if (count === 0) return [];
    const line: GroupLine = {
      kind: "group",
      key,
      depth: 1,
      title,
      description: "",
      count,
      open: isOpen(key),
    };
    return line.open ? [line, ...fields] : [line];
  };

  const hierarchies = view.hierarchies.flatMap((hierarchy): FieldLine[] => {
    const { name, title, levels } = hierarchy;
    const description = levels.map((level) => level.title).join(" › ");
    const whole = found({ title, name });
    const shown = whole ? levels : levels.filter(found);
    if (shown.length === 0) return [];
    const key = `hierarchy:${name}`;
    const expanded = searching ? !whole || open.has(key) : open.has(key);
    return [
      {
        kind: "hierarchy",
        key,
        depth: 2,
        name,
        title,
        description,
        open: expanded,
      },
      ...(expanded ? shown : []).map((level): FieldLine => ({
        kind: "level",
        key: `${key}/${level.name}`,
        depth: 3,
        name: level.name,
        title: level.title,
        description: level.description,
        open: undefined,
      })),
    ];
  });

  const folders = view.folders.map((folder) => {
    const lines = (["dimensions", "measures"] as const).flatMap((list) =>
      folder[list]
        .filter(found)
        .map(({ name, title, description }): FieldLine => ({
          kind: list === "measures" ? "measure" : "dimension",
          key: `${list}:${name}`,
          depth: 2,
          name,
          title,
          description,
          open: undefined,
        })),
    );
    return group(folderTitle(folder.title), lines);
  });
  return [...group(HIERARCHIES, hierarchies), ...folders.flat()];
}

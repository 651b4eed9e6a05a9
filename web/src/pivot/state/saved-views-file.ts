import {
  freeName,
  nameProblem,
  NO_SAVED_VIEWS,
  type SavedView,
  type SavedViews,
  withSaved,
} from "./saved-views.ts";

const FORMAT = "lookthrough-views";
/** Of the files and texts written here. */
export const FILE_VERSION = 1;

/** Saved views, or why a text holds none. */
export type ReadViews = { saved: SavedViews } | { problem: string };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Saved views → the text of a JSON file. */
export const writeViews = ({ views, defaultName }: SavedViews): string =>
  JSON.stringify(
    { format: FORMAT, version: FILE_VERSION, default: defaultName, views },
    null,
    2,
  );

/** A view of a file, or what is wrong with it. */
function readView(value: unknown, index: number): SavedView | string {
  const place = `view ${index + 1}`;
  if (!isObject(value)) return `${place} is no object`;
  const { name, search, savedAt } = value;
  if (typeof name !== "string") return `${place} has no name`;
  const problem = nameProblem(name);
  if (problem !== undefined) return `${place}: ${problem}`;
  if (typeof search !== "string") return `${place} ("${name}") has no search`;
  if (!new URLSearchParams(search).has("v")) {
    return `${place} ("${name}"): its search is no state of a pivot`;
  }
  const isTime =
    typeof savedAt === "string" && !Number.isNaN(Date.parse(savedAt));
  return isTime
    ? { name: name.trim(), search, savedAt }
    : `${place} ("${name}") has no time savedAt`;
}

/** The text of a JSON file → saved views; all of them or, with a reason, none. */
export function readViewsText(text: string): ReadViews {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: `it is no JSON: ${reason}` };
  }
  if (!isObject(file) || file["format"] !== FORMAT) {
    return { problem: `it is no file of saved views (format "${FORMAT}")` };
  }
  if (file["version"] !== FILE_VERSION) {
    return {
      problem: `it has version ${JSON.stringify(file["version"])}, this page reads ${FILE_VERSION}`,
    };
  }
  if (!Array.isArray(file["views"])) return { problem: "it lists no views" };
  const views = file["views"].map(readView);
  const problem = views.find((view) => typeof view === "string");
  if (problem !== undefined) return { problem };
  const read = views.filter((view) => typeof view !== "string");
  const twice = read.find(
    ({ name }, index) => read.findIndex((other) => other.name === name) < index,
  );
  if (twice !== undefined) {
    return { problem: `it has two views called "${twice.name}"` };
  }
  const named = file["default"];
  const isNamed = read.some(({ name }) => name === named);
  return {
    saved: {
      views: read,
      defaultName: isNamed && typeof named === "string" ? named : null,
    },
  };
}

/**
 * Adds the views of a file; those whose name is taken by a different one get a
 * number after it, those that are there already are left out.
 */
export function mergeViews(
  saved: SavedViews,
  { views }: SavedViews,
): { saved: SavedViews; added: string[] } {
  const added: string[] = [];
  let merged = saved;
  for (const view of views) {
    const isThere = merged.views.some(
      ({ name, search }) => name === view.name && search === view.search,
    );
    if (isThere) continue;
    const name = freeName(merged, view.name);
    merged = withSaved(merged, { ...view, name });
    added.push(name);
  }
  return { saved: merged, added };
}

/** A file of some of the saved views; the default stays at home. */
export const exportViews = (
  { views }: SavedViews,
  names: readonly string[],
): string =>
  writeViews({
    ...NO_SAVED_VIEWS,
    views: views.filter(({ name }) => names.includes(name)),
  });

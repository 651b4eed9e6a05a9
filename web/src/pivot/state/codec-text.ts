import { decodePath, encodePath, type MemberPath } from "../member-path.ts";

// The texts of a link: a list is items with commas between them, an item is
// parts with colons, a part is a path, and most often a path of one name.
// Paths escape "~", "/" and ","; here colons and halves of surrogate pairs,
// which no URL can hold, are added.

const COLON = "~d";

const encodePart = (path: MemberPath): string =>
  encodePath(path)
    .replaceAll(":", COLON)
    .replace(
      /\p{Surrogate}/gu,
      (half) => `~u${half.charCodeAt(0).toString(16)}`,
    );

const decodePart = (text: string): MemberPath | undefined =>
  decodePath(
    text.replace(/~(?:~|d|ud[89a-f][0-9a-f]{2})/g, (escape) => {
      if (escape === "~~") return escape;
      return escape === COLON
        ? ":"
        : String.fromCharCode(Number.parseInt(escape.slice(2), 16));
    }),
  );

/** Parts → text; empty parts at the end are left out. */
export function encodeItem(parts: readonly MemberPath[]): string {
  const end = parts.findLastIndex((part) => part.length > 0);
  return parts
    .slice(0, end + 1)
    .map(encodePart)
    .join(":");
}

/** The inverse of encodeItem; undefined when the text is none. */
export function decodeItem(text: string): MemberPath[] | undefined {
  const parts = text.split(":").map(decodePart);
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

export const splitList = (text: string): string[] =>
  text === "" ? [] : text.split(",");

/** A parameter's name or value as it stands in a link, readable where it can be. */
const escape = (text: string) =>
  encodeURIComponent(text)
    .replaceAll("%2C", ",")
    .replaceAll("%2F", "/")
    .replaceAll("%3A", ":");

/** Parameters → query string without the question mark; empty ones are left out. */
export const encodeParameters = (
  parameters: readonly (readonly [string, string])[],
): string =>
  parameters
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${escape(name)}=${escape(value)}`)
    .join("&");

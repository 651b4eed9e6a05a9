/** Where a row hangs in the tree: the keys from the coarsest level down. */
export type MemberPath = readonly (string | null)[];

const ESCAPES = new Map([
  ["~", "~~"],
  ["/", "~s"],
  [",", "~c"],
]);
const UNESCAPES = new Map([...ESCAPES].map(([from, to]) => [to, from]));
const NULL_KEY = "~0";
// An empty segment would vanish in the join.
const EMPTY_KEY = "~e";

const encodeKey = (key: string | null) => {
  if (key === null) return NULL_KEY;
  if (key === "") return EMPTY_KEY;
  return key.replace(/[~/,]/g, (char) => ESCAPES.get(char) ?? char);
};

const decodeKey = (text: string): string | null | undefined => {
  if (text === NULL_KEY) return null;
  if (text === EMPTY_KEY) return "";
  if (text === "" || /~(?![~sc])/.test(text.replaceAll("~~", ""))) {
    return undefined;
  }
  return text.replace(/~[~sc]/g, (escape) => UNESCAPES.get(escape) ?? escape);
};

/** One text per path; null, empty string and "/" in a key stay distinct. */
export const encodePath = (path: MemberPath): string =>
  path.map(encodeKey).join("/");

/** The inverse of encodePath; undefined when the text is no path. */
export function decodePath(text: string): MemberPath | undefined {
  if (text === "") return [];
  const keys = text.split("/").map(decodeKey);
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

/** Paths above this one, the root left out. */
export const ancestors = (path: MemberPath): MemberPath[] =>
  path.slice(0, -1).map((_, index) => path.slice(0, index + 1));

/** True for the path itself and everything below it. */
export const isUnder = (path: MemberPath, top: MemberPath): boolean =>
  top.every((key, index) => index < path.length && path[index] === key);

import {
  ancestors,
  encodePath,
  isUnder,
  type MemberPath,
} from "../member-path.ts";

/**
 * Open paths in the one form a state holds them: with all paths above them, in
 * the order of their texts, none as deep as the last level (`depth` levels).
 */
export function openPaths(
  paths: readonly MemberPath[],
  depth: number,
): MemberPath[] {
  const open = new Map<string, MemberPath>();
  for (const path of paths) {
    if (path.length === 0 || path.length >= depth) continue;
    for (const one of [...ancestors(path), path])
      open.set(encodePath(one), one);
  }
  return [...open]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, path]) => path);
}

export const isOpen = (
  expanded: readonly MemberPath[],
  path: MemberPath,
): boolean => {
  const key = encodePath(path);
  return expanded.some((item) => encodePath(item) === key);
};

/** Closes members and everything below them. */
export const closePaths = (
  expanded: readonly MemberPath[],
  paths: readonly MemberPath[],
): MemberPath[] =>
  expanded.filter((item) => !paths.some((path) => isUnder(item, path)));

/** Opens a member, or closes it and everything below. */
export const togglePath = (
  expanded: readonly MemberPath[],
  path: MemberPath,
): MemberPath[] =>
  isOpen(expanded, path) ? closePaths(expanded, [path]) : [...expanded, path];

/**
 * Shows the levels 1 to `level`: opens the known members above it, closes the
 * others. Members not loaded yet are not known, so a deep level takes one call
 * per level that arrives.
 */
export const expandToLevel = (
  known: readonly MemberPath[],
  level: number,
): MemberPath[] => known.filter((path) => path.length < level);

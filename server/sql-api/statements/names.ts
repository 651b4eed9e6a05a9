import type { Node } from "@pgsql/types";

/** Every object of the tree, the given one included. */
export function* walk(node: unknown): Generator<Record<string, unknown>> {
  if (Array.isArray(node)) {
    for (const item of node) yield* walk(item);
  } else if (typeof node === "object" && node !== null) {
    yield node as Record<string, unknown>;
    for (const child of Object.values(node)) yield* walk(child);
  }
}

/** Whether a statement reads a relation of one of these names, outside of a catalog. */
export function readsAny(
  node: Node,
  tables: ReadonlyMap<string, unknown>,
): boolean {
  for (const part of walk(node)) {
    const range = part["RangeVar"] as
      { relname?: string; schemaname?: string } | undefined;
    if (
      range?.relname !== undefined &&
      tables.has(range.relname) &&
      (range.schemaname === undefined || range.schemaname === "public")
    ) {
      return true;
    }
  }
  return false;
}

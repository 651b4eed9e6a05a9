import type { Node } from "@pgsql/types";
import { as, names } from "../tree/ast.ts";
import type { Block, Sort } from "./block.ts";
import { type Constants, isConstant } from "../filters/constants.ts";
import type { ScanBuilder } from "./scan.ts";

/** LIMIT and OFFSET as numbers; undefined when Postgres has to read them. */
export interface Limits {
  limit: number | undefined;
  offset: number | undefined;
}

/** Undefined for numbers that Postgres refuses. */
export async function limitsOf(
  { limit, offset }: Block,
  constants: Constants,
): Promise<Limits | undefined> {
  const count = await rowCount(limit, constants);
  const skipped = await rowCount(offset, constants);
  if (count === "refused" || skipped === "refused") return undefined;
  return { limit: count, offset: skipped === 0 ? undefined : skipped };
}

async function rowCount(
  node: Node | undefined,
  constants: Constants,
): Promise<number | undefined | "refused"> {
  if (node === undefined) return undefined;
  if (!isConstant(node)) return "refused";
  const text = await constants.value(node, "int8");
  if (text === null) return undefined;
  // As bigint, which is what LIMIT takes: halves are rounded to even numbers.
  return /^\d+$/.test(text) ? Number(text) : "refused";
}

/**
 * Lets Cube order and limit the rows.
 *
 * @returns false when Postgres has to
 */
export function pushOrder(
  block: Block,
  limits: Limits,
  scan: ScanBuilder,
  rewrite: (node: Node) => Node,
): boolean {
  const order = block.sorts.map((sort) => orderItem(sort, scan, rewrite));
  // Cube skips rows only where it also limits them.
  if (limits.offset !== undefined && limits.limit === undefined) return false;
  const known = order.filter((item) => item !== undefined);
  if (known.length < order.length) return false;
  const members = new Set<string>();
  scan.order.push(
    ...known.filter(([member]) => {
      const isFirst = !members.has(member);
      members.add(member);
      return isFirst;
    }),
  );
  scan.limit = limits.limit;
  scan.offset = limits.offset;
  return true;
}

function orderItem(
  { expression, by }: Sort,
  scan: ScanBuilder,
  rewrite: (node: Node) => Node,
): [member: string, direction: "asc" | "desc"] | undefined {
  const place = columnOf(rewrite(expression));
  const name = place === undefined ? undefined : scan.orderName(place);
  if (place === undefined || name === undefined) return undefined;
  const isDescending = by.sortby_dir === "SORTBY_DESC";
  if (!isDescending && by.sortby_dir === "SORTBY_USING") return undefined;
  // Sources put NULL last, whatever the direction; Postgres takes it for the largest.
  const nullsLast =
    by.sortby_nulls === "SORTBY_NULLS_LAST" ||
    (!isDescending && by.sortby_nulls !== "SORTBY_NULLS_FIRST");
  return nullsLast || scan.isNeverNull(place)
    ? [name, isDescending ? "desc" : "asc"]
    : undefined;
}

/** The number of a column of a scan. */
function columnOf(node: Node): number | undefined {
  const name = names(as(node, "ColumnRef")?.fields).at(-1) ?? "";
  return /^c\d+$/.test(name) ? Number(name.slice(1)) : undefined;
}

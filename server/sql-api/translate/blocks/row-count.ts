import type { Table } from "../../tables.ts";
import { countOf } from "./aggregates.ts";
import type { Block } from "./block.ts";
import type { BlockContext } from "./compiler.ts";
import type { Measure } from "./members.ts";

const measuresOf = (table: Table | undefined, { members }: BlockContext) =>
  (table?.columns ?? [])
    .map((column) => members.measure(members.reference(table!, column)))
    .filter((measure) => measure !== undefined);

/** Rows of several tables are counted by none of them. */
export const countMeasure = (
  { tables }: Block,
  context: BlockContext,
): Measure | undefined =>
  tables.length > 1 ? undefined : countOf(measuresOf(tables[0], context));

/** Any that has a value without a range of time. */
export const anyMeasure = (
  { tables }: Block,
  context: BlockContext,
): Measure | undefined =>
  tables
    .flatMap((table) => measuresOf(table, context))
    .find(({ cumulative }) => cumulative !== true);

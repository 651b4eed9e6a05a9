import type { StackOptions } from "./stack.ts";

/** Stacks for files that only read, by name. */
export const SHARED = {
  /** For pages in a browser. */
  web: { rows: 4_000, sqlApi: true },
  /** For answers of the REST API beside SQL over the facts. */
  rest: { rows: 2_500 },
  /** For clients of the SQL API. */
  sql: { rows: 500, sqlApi: true },
} satisfies Record<string, StackOptions>;

export type SharedName = keyof typeof SHARED;

export const isSharedName = (name: string): name is SharedName =>
  Object.hasOwn(SHARED, name);

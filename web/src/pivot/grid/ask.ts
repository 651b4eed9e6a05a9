import type { Query } from "@cubejs-client/core";
import type { Answer } from "../answer.ts";

/** What a query is for, as the inspector names it. */
export type Purpose =
  "total" | "members" | "count" | "order" | "cells" | "other";

export interface Question {
  query: Query;
  purpose: Purpose;
  /** Encoded paths of the row and the column it is about; empty = the totals. */
  row: string;
  column: string;
  /** Rows of the answer at most; undefined = nobody knows. */
  rows?: number;
}

/** How far a question under way has come. */
export interface Progress {
  /** When it was asked, on the performance clock. */
  since: number;
  /** What the server does meanwhile, in its words; undefined = it has not said. */
  stage: string | undefined;
}

/** Where a question stands. */
export interface Load {
  answer: Answer | undefined;
  error: Error | undefined;
  /** Being asked (again). */
  fetching: boolean;
}

/**
 * Asks a question: says where its answer stands now, and takes note that it is
 * wanted. Whoever runs the assembly then gets the answer and assembles again.
 */
export type Ask = (question: Question) => Load;

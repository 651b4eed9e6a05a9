/** How much is asked for at a time; what is beyond is marked, never left out silently. */
export interface Limits {
  /** Members asked for at a time under one parent of the rows. */
  page: number;
  /** Members of a level that are ordered, compared or ranked as a whole. */
  whole: number;
  /** Members side by side under one parent of the columns. */
  columns: number;
  /** Rows the API gives at most; no fewer than a page. */
  answer: number;
}

export const LIMITS: Limits = {
  page: 200,
  whole: 10_000,
  columns: 500,
  answer: 50_000,
};

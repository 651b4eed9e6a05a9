import { PostgreSQL, SQLDialect } from "@codemirror/lang-sql";
import { KEYWORDS } from "./words.ts";

const KEYWORDS_BESIDE = [
  "recursive values fetch first next rows row only with ties all any some",
  "intersect except right full outer inner cross using natural lateral",
  "window range groups preceding following unbounded current exclude",
  "escape similar to is nulls symmetric collate within group at time zone",
  "show set reset begin commit rollback declare close move cursor for analyze",
].join(" ");

/**
 * PostgreSQL as the SQL API takes it: it knows MEASURE, and of the keywords those
 * alone that it reads. Postgres has hundreds, many of which are names of columns.
 */
export const dialect = SQLDialect.define({
  ...PostgreSQL.spec,
  keywords: `${KEYWORDS.join(" ").toLowerCase()} ${KEYWORDS_BESIDE}`,
  builtin: `${PostgreSQL.spec.builtin ?? ""} measure`,
});

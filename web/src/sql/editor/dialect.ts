import { PostgreSQL, SQLDialect } from "@codemirror/lang-sql";

/** PostgreSQL as the SQL API takes it, which knows MEASURE. */
export const dialect = SQLDialect.define({
  ...PostgreSQL.spec,
  builtin: `${PostgreSQL.spec.builtin ?? ""} measure`,
});

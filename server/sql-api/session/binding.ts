import type { Prepared } from "../executor.ts";
import type { Binding } from "../result.ts";
import { SqlError } from "../sql-error.ts";

/** @throws SqlError 08P01 when a Bind does not fit its statement */
export function checkBinding(
  { values, formats, resultFormats }: Binding,
  { parameterOids, columns }: Prepared,
  statement: string,
): void {
  const refuse = (message: string) => {
    throw new SqlError("08P01", message);
  };
  if (values.length !== parameterOids.length) {
    refuse(
      `bind message supplies ${values.length} parameters, but prepared statement "${statement}" requires ${parameterOids.length}`,
    );
  }
  if (formats.length > 1 && formats.length !== values.length) {
    refuse(
      `bind message has ${formats.length} parameter formats but ${values.length} parameters`,
    );
  }
  if (
    columns !== undefined &&
    resultFormats.length > 1 &&
    resultFormats.length !== columns.length
  ) {
    refuse(
      `bind message has ${resultFormats.length} result formats but query has ${columns.length} columns`,
    );
  }
}

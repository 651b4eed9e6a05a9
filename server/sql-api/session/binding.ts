import { isUtf8 } from "node:buffer";
import type { Prepared } from "../executor.ts";
import type { Binding } from "../result.ts";
import { SqlError } from "../sql-error.ts";

/** Types whose values are text in either format: text, varchar, bpchar, name. */
const TEXT_OIDS: ReadonlySet<number> = new Set([25, 1043, 1042, 19]);

/** @throws SqlError 08P01 when a Bind does not fit its statement, 22021 for text that is none */
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
  values.forEach((value, place) => {
    const format = (formats.length === 1 ? formats[0] : formats[place]) ?? 0;
    const isText = format === 0 || TEXT_OIDS.has(parameterOids[place]!);
    if (value !== null && isText) assertText(value, place);
  });
}

function assertText(value: Buffer, place: number): void {
  if (isUtf8(value) && !value.includes(0)) return;
  throw new SqlError(
    "22021",
    `invalid byte sequence for encoding "UTF8" in parameter $${place + 1}`,
    { hint: "send text as UTF-8 and without NUL" },
  );
}

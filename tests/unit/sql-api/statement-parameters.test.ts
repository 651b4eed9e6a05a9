import { beforeAll, describe, expect, it } from "vitest";
import {
  parseStatement,
  loadParser,
} from "../../../server/sql-api/statements/parse.ts";
import { substitute } from "../../../server/sql-api/statements/parameters.ts";
import { TYPE_NAMES } from "../../../server/sql-api/statements/type-names.ts";
import { sqlText } from "../../../server/sql-api/translate/tree/sql-text.ts";

beforeAll(() => loadParser());

/** The SQL of `SELECT … WHERE a = $1` with a value in place; it throws where Postgres would read another tree. */
function withValue(oid: number, text: string | null): string {
  const { node } = parseStatement(
    "SELECT a FROM t WHERE a = $1 OR a = ANY($1)",
  );
  return sqlText(substitute(node!, [oid], [text], TYPE_NAMES));
}

const INTEGERS = [20, 21, 23, 26];
const NUMBERS = [700, 701, 1700];

describe("constants in place of parameters", () => {
  it.each([...TYPE_NAMES])(
    "are read as what was written: oid %i, %s",
    (oid) => {
      expect(withValue(oid, null)).toContain("NULL");
      expect(withValue(oid, "0")).toContain("'0'");
      expect(withValue(oid, "")).toContain("''");
    },
  );

  it.each([...INTEGERS, ...NUMBERS])(
    "are numbers of any kind: oid %i",
    (oid) => {
      for (const text of ["5", "-5", "2147483648", "-0"]) {
        expect(withValue(oid, text)).toContain(`'${text}'`);
      }
    },
  );

  it.each(NUMBERS)("have fractions and no end: oid %i", (oid) => {
    for (const text of ["5.5", "-1e-7", "1e+300", "NaN", "Infinity"]) {
      expect(withValue(oid, text)).toContain(`'${text}'`);
    }
  });

  it("keep quotes, backslashes and what looks like code", () => {
    for (const text of ["it's", "a\\b", "${x}", "`", "'; DROP", "é\n"]) {
      const sql = withValue(25, text);
      const { node } = parseStatement(sql);
      expect(JSON.stringify(node)).toContain(JSON.stringify({ sval: text }));
    }
  });
});

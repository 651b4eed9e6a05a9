import type { Node } from "@pgsql/types";
import type { Database, PgSession } from "../postgres/database.ts";
import type { Binding } from "../result.ts";
import { decodeTextRows } from "../encode/decode.ts";
import { SqlError } from "../sql-error.ts";
import { isoTime } from "./iso-time.ts";
import { isWhole } from "./plain-constant.ts";

/** Types of a quoted constant without a cast. */
const TEXTS = new Set([0, 25, 705, 1042, 1043]);
/** int8, int4, float8 and numeric: they write whole numbers in the same way. */
const NUMBERS = new Set([20, 23, 701, 1700]);
const TIMES = new Map([
  [1082, "date"],
  [1114, "timestamp"],
]);

/** Parameters as text, as Postgres reads them: null for NULL. */
export async function parameterTexts(
  database: Database,
  session: PgSession,
  oids: number[],
  { values, formats }: Binding,
  signal: AbortSignal,
): Promise<(string | null)[]> {
  if (values.length !== oids.length) {
    throw new SqlError(
      "08P01",
      `bind message supplies ${values.length} parameters, but the statement requires ${oids.length}`,
    );
  }
  const isText = (place: number) =>
    (formats.length === 1 ? formats[0] : (formats[place] ?? 0)) === 0;
  const known = values.map((value) => value?.toString() ?? null);
  const isKnown = (oid: number, place: number) => {
    const text = known[place];
    return text == null || (isText(place) && isPlain(oid, text));
  };
  if (oids.every(isKnown)) return known;
  // Postgres itself reads binary values, and refuses text that is no number.
  const columns = oids.map((_, place) => `format('%s', $${place + 1})`);
  const result = await database.query(
    session,
    { text: `SELECT ${columns.join(", ")}`, parameterOids: oids },
    { values, formats, resultFormats: [] },
    signal,
  );
  const [texts = []] = decodeTextRows(result.rows);
  return values.map((value, place) =>
    value === null ? null : (texts[place] ?? null),
  );
}

/** Whether Postgres would read the text as a value of its type, and as nothing else. */
function isPlain(oid: number, text: string): boolean {
  const time = TIMES.get(oid);
  return (
    TEXTS.has(oid) ||
    (NUMBERS.has(oid) && isWhole(text)) ||
    (time !== undefined && isoTime(`'${text}'::${time}`) !== undefined)
  );
}

/** The statement with constants in place of $1, $2, … */
export function substitute(
  node: Node,
  oids: number[],
  texts: (string | null)[],
  typeNames: ReadonlyMap<number, string>,
): Node {
  if (texts.length === 0) return node;
  const replaced: unknown = JSON.parse(
    JSON.stringify(node),
    (_key, value: unknown) => {
      const reference = (value as { ParamRef?: { number?: number } } | null)
        ?.ParamRef;
      if (reference === undefined) return value;
      const place = (reference.number ?? 0) - 1;
      return constant(texts[place] ?? null, oids[place] ?? 0, typeNames);
    },
  );
  return replaced as Node;
}

function constant(
  text: string | null,
  oid: number,
  typeNames: ReadonlyMap<number, string>,
): Node {
  // Quoted whatever the type is: Postgres reads 5, 5.5, -1 and NaN as different
  // kinds of nodes, and a tree has to be what its own text is read as.
  const value: Node =
    text === null
      ? { A_Const: { isnull: true } }
      : { A_Const: { sval: { sval: text } } };
  const name = typeNames.get(oid);
  if (name === undefined || TEXTS.has(oid)) return value;
  return {
    TypeCast: {
      arg: value,
      typeName: {
        names: [{ String: { sval: "pg_catalog" } }, { String: { sval: name } }],
        typemod: -1,
      },
    },
  };
}

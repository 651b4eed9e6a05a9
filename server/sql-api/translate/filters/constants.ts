import type { Node, TypeName } from "@pgsql/types";
import type { SqlType } from "../../tables.ts";
import { aggregateName } from "../blocks/aggregates.ts";
import { as, cast, functionName, kindOf, string, walk } from "../tree/ast.ts";
import { sqlText } from "../tree/sql-text.ts";

/** Functions that give another value for every row. */
const VOLATILE = new Set(
  (
    "random random_normal clock_timestamp timeofday gen_random_uuid uuidv4 uuidv7 " +
    "nextval setseed array_sample array_shuffle txid_current pg_current_xact_id"
  ).split(" "),
);

const DEPENDENT = new Set([
  "ColumnRef",
  "SubLink",
  "ParamRef",
  "SetToDefault",
  "GroupingFunc",
]);

/** Whether it has one value that no row changes. */
export function isConstant(node: Node): boolean {
  let constant = true;
  walk(node, (inner) => {
    const call = as(inner, "FuncCall");
    const name = functionName(inner);
    constant &&=
      !DEPENDENT.has(kindOf(inner)) &&
      (call === undefined ||
        (name !== undefined &&
          !VOLATILE.has(name) &&
          call.over === undefined &&
          aggregateName(inner) === undefined));
    return constant;
  });
  return constant;
}

export type Evaluate = (expressions: string[]) => Promise<(string | null)[]>;

/** What a constant is compared with: a column, or a time that is cast to have a zone. */
export type ComparedType = SqlType | "timestamptz";

/** Those for whole numbers are not rounded. */
const COMPARED_AS: Record<ComparedType, string[]> = {
  int8: ["numeric"],
  float8: ["float8"],
  text: ["text"],
  timestamp: ["timestamp"],
  // Its offset counts; the column is in the zone of the session.
  timestamptz: ["timestamptz", "timestamp"],
  bool: ["bool"],
};

/** A value as what it is compared with, as text. */
export const comparedText = (node: Node, type: ComparedType): Node =>
  [...COMPARED_AS[type], "text"].reduce(cast, node);

/** Values of constants, as text in the style of ISO. */
export class Constants {
  readonly #evaluate: Evaluate;

  constructor(evaluate: Evaluate) {
    this.#evaluate = evaluate;
  }

  /** Null for NULL. */
  async values(nodes: Node[], type: ComparedType): Promise<(string | null)[]> {
    const known = nodes.map((node) => literal(node, type));
    const asked = nodes.filter((_, place) => known[place] === undefined);
    if (asked.length === 0) return known as (string | null)[];
    const answers = await this.#evaluate(
      asked.map((node) => sqlText(comparedText(node, type))),
    );
    let next = 0;
    return known.map((value) =>
      value === undefined ? (answers[next++] ?? null) : value,
    );
  }

  async value(node: Node, type: ComparedType): Promise<string | null> {
    const [value] = await this.values([node], type);
    return value ?? null;
  }

  /** Undefined when it is no constant, or NULL. */
  async constantValue(
    node: Node,
    type: ComparedType,
  ): Promise<string | undefined> {
    return isConstant(node)
      ? ((await this.value(node, type)) ?? undefined)
      : undefined;
  }

  /** The elements of an array; null for an array that is NULL. */
  async elements(
    node: Node,
    type: ComparedType,
  ): Promise<(string | null)[] | null> {
    const texts = [...COMPARED_AS[type], "text"].reduce(
      (arg, element): Node => ({
        TypeCast: { arg, typeName: arrayOf(element) },
      }),
      node,
    );
    const [json] = await this.#evaluate([`array_to_json(${sqlText(texts)})`]);
    return json === null || json === undefined
      ? null
      : ((JSON.parse(json) as unknown[]).flat(Infinity) as (string | null)[]);
  }
}

const arrayOf = (type: string): TypeName => ({
  names: [string("pg_catalog"), string(type)],
  typemod: -1,
  arrayBounds: [{ Integer: { ival: -1 } }],
});

/** Values that need no database; undefined for all others. */
function literal(node: Node, type: ComparedType): string | null | undefined {
  const constant = as(node, "A_Const");
  if (constant === undefined) return undefined;
  if (constant.isnull) return null;
  if (constant.ival && (type === "int8" || type === "float8")) {
    return String(constant.ival.ival ?? 0);
  }
  if (constant.fval && type === "float8") return constant.fval.fval ?? "0";
  if (constant.sval && type === "text") return constant.sval.sval ?? "";
  if (constant.boolval && type === "bool") {
    return String(constant.boolval.boolval ?? false);
  }
  return undefined;
}

import type { ColumnRef, Node, TypeName } from "@pgsql/types";

type Kind = Node extends infer N
  ? N extends unknown
    ? keyof N
    : never
  : never;
type Content<K extends Kind> =
  Extract<Node, Record<K, unknown>> extends Record<K, infer C> ? C : never;

/** What a node of that kind holds, undefined for nodes of other kinds. */
export const as = <K extends Kind>(
  node: Node | undefined,
  kind: K,
): Content<K> | undefined =>
  (node as Partial<Record<K, Content<K>>> | undefined)?.[kind];

export const kindOf = (node: Node): string => Object.keys(node)[0] ?? "";

/** Names of a `String` list: `pg_catalog`, `date_trunc`. */
export const names = (nodes: Node[] | undefined): string[] =>
  (nodes ?? []).map((node) => as(node, "String")?.sval ?? "");

export const string = (sval: string): Node => ({ String: { sval } });

export const text = (sval: string): Node => ({ A_Const: { sval: { sval } } });

export const integer = (ival: number): Node => ({
  // As the parser writes it: protobuf leaves out what is zero.
  A_Const: { ival: ival === 0 ? {} : { ival } },
});

export const nullConst: Node = { A_Const: { isnull: true } };

export const bool = (value: boolean): Node => ({
  A_Const: { boolval: value ? { boolval: true } : {} },
});

export const column = (...fields: string[]): Node => ({
  ColumnRef: { fields: fields.map(string) },
});

/** Types of columns and expressions by the names Postgres has in its catalog. */
export const cast = (arg: Node, type: string): Node => ({
  TypeCast: {
    arg,
    typeName: { names: [string("pg_catalog"), string(type)], typemod: -1 },
  },
});

export const call = (name: string, ...args: Node[]): Node => ({
  FuncCall: {
    funcname: [string(name)],
    args,
    funcformat: "COERCE_EXPLICIT_CALL",
  },
});

export const operator = (name: string, left: Node, right: Node): Node => ({
  A_Expr: {
    kind: "AEXPR_OP",
    name: [string(name)],
    lexpr: left,
    rexpr: right,
  },
});

/** Undefined for no conditions. */
export const and = (conditions: Node[]): Node | undefined =>
  conditions.length > 1
    ? { BoolExpr: { boolop: "AND_EXPR", args: conditions } }
    : conditions[0];

export const target = (val: Node, name?: string): Node => ({
  ResTarget: name === undefined ? { val } : { name, val },
});

/** Conditions that all have to hold. */
export function conjuncts(condition: Node | undefined): Node[] {
  if (condition === undefined) return [];
  const { boolop, args = [] } = as(condition, "BoolExpr") ?? {};
  if (boolop === "AND_EXPR") return args.flatMap((arg) => conjuncts(arg));
  const negated = boolop === "NOT_EXPR" ? as(args[0], "BoolExpr") : undefined;
  // None of several conditions may hold: each of them has to be false.
  return negated?.boolop === "OR_EXPR"
    ? (negated.args ?? []).flatMap((arg) => conjuncts(not(arg)))
    : [condition];
}

const not = (condition: Node): Node => ({
  BoolExpr: { boolop: "NOT_EXPR", args: [condition] },
});

type Tree = Node | Node[] | undefined;

/**
 * Calls for every node from the outside to the inside; nodes for which `visit`
 * returns false are not entered.
 */
export function walk(tree: unknown, visit: (node: Node) => boolean | void) {
  if (Array.isArray(tree)) {
    for (const item of tree) walk(item, visit);
  } else if (typeof tree === "object" && tree !== null) {
    if (isNode(tree) && visit(tree) === false) return;
    for (const value of Object.values(tree)) walk(value, visit);
  }
}

/** A node has one key in upper case; what it holds has keys in lower case. */
const isNode = (value: object): value is Node => {
  const keys = Object.keys(value);
  return keys.length === 1 && /^[A-Z]/.test(keys[0]!);
};

/** The tree with those nodes replaced for which `change` gives another. */
export function replace<T>(
  tree: T,
  change: (node: Node) => Node | undefined,
): T {
  if (Array.isArray(tree)) {
    return tree.map((item: unknown) => replace(item, change)) as T;
  }
  if (typeof tree !== "object" || tree === null) return tree;
  if (isNode(tree)) {
    const changed = change(tree);
    if (changed !== undefined) return changed as T;
  }
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]: [string, unknown]) => [
      key,
      replace(value, change),
    ]),
  ) as T;
}

export function some(tree: Tree, test: (node: Node) => boolean): boolean {
  let found = false;
  walk(tree, (node) => {
    found ||= test(node);
    return !found;
  });
  return found;
}

const PLACES = new Set([
  "location",
  "stmt_location",
  "stmt_len",
  "rexpr_list_start",
  "rexpr_list_end",
  "list_start",
  "list_end",
]);

/** The same for trees that say the same at different places of the text. */
export const fingerprint = (tree: Tree): string =>
  JSON.stringify(tree, (key, value: unknown) =>
    PLACES.has(key) ? undefined : value,
  );

/** Where in the text a tree begins, in bytes. */
export function locationOf(tree: Tree): number | undefined {
  let found: number | undefined;
  const note = (location: unknown) => {
    if (typeof location === "number" && location >= 0)
      found = Math.min(found ?? location, location);
  };
  walk(tree, (node) => {
    const [content] = Object.values(node) as { location?: unknown }[];
    note(content?.location);
  });
  return found;
}

/** Undefined for `*` and for what is more than a name. */
export function columnName({
  fields,
}: ColumnRef): { name: string; qualifier: string[] } | undefined {
  const parts = names(fields);
  const name = parts.at(-1);
  return name === undefined || name === "" || parts.includes("")
    ? undefined
    : { name, qualifier: parts.slice(0, -1) };
}

/** The type of a cast where it has no length, precision or dimensions. */
export function plainType(type: TypeName | undefined): string | undefined {
  if (
    type === undefined ||
    type.setof ||
    type.pct_type ||
    (type.typmods?.length ?? 0) > 0 ||
    (type.arrayBounds?.length ?? 0) > 0
  ) {
    return undefined;
  }
  const parts = names(type.names);
  return parts.length === 1 || parts[0] === "pg_catalog"
    ? parts.at(-1)
    : undefined;
}

/** The name of a function of Postgres; undefined for those of other schemas. */
export function functionName(node: Node | undefined): string | undefined {
  const parts = names(as(node, "FuncCall")?.funcname);
  return parts.length === 1 || parts[0] === "pg_catalog"
    ? parts.at(-1)
    : undefined;
}

import type { ColumnRef, Node, TypeName } from "@pgsql/types";

type Kind = Node extends infer N
  ? N extends unknown
    ? keyof N
    : never
  : never;
type ContentOf<K extends Kind> =
  Extract<Node, Record<K, unknown>> extends Record<K, infer C> ? C : never;

/** What a node of that kind holds, undefined for nodes of other kinds. */
export const as = <K extends Kind>(
  node: Node | undefined,
  kind: K,
): ContentOf<K> | undefined =>
  (node as Partial<Record<K, ContentOf<K>>> | undefined)?.[kind];

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
  if (typeof tree !== "object" || tree === null) return;
  if (Array.isArray(tree)) {
    for (const item of tree) walk(item, visit);
    return;
  }
  if (isNode(tree) && visit(tree) === false) return;
  for (const key in tree) walk((tree as Content)[key], visit);
}

type Content = Record<string, unknown>;

/** A node has one key in upper case; what it holds has keys in lower case. */
function isNode(value: object): value is Node {
  let only: string | undefined;
  for (const key in value) {
    if (only !== undefined) return false;
    only = key;
  }
  return only !== undefined && only >= "A" && only < "[";
}

/**
 * The tree with those nodes replaced for which `change` gives another. What has none
 * of them is not copied.
 */
export function replace<T>(
  tree: T,
  change: (node: Node) => Node | undefined,
): T {
  if (typeof tree !== "object" || tree === null) return tree;
  if (Array.isArray(tree)) {
    let copy: unknown[] | undefined;
    for (const [place, item] of (tree as unknown[]).entries()) {
      const replaced = replace(item, change);
      if (replaced !== item)
        (copy ??= [...(tree as unknown[])])[place] = replaced;
    }
    return (copy ?? tree) as T;
  }
  if (isNode(tree)) {
    const changed = change(tree);
    if (changed !== undefined) return changed as T;
  }
  let copy: Content | undefined;
  for (const key in tree) {
    const value = (tree as Content)[key];
    const replaced = replace(value, change);
    if (replaced !== value) (copy ??= { ...(tree as Content) })[key] = replaced;
  }
  return (copy ?? tree) as T;
}

export function some(tree: Tree, test: (node: Node) => boolean): boolean {
  let found = false;
  walk(tree, (node) => {
    found ||= test(node);
    return !found;
  });
  return found;
}

/** Keys of what says where in the text a node is. */
export const PLACES = new Set([
  "location",
  "stmt_location",
  "stmt_len",
  "rexpr_list_start",
  "rexpr_list_end",
  "list_start",
  "list_end",
]);

const fingerprints = new WeakMap<Node, string>();

/** The same for trees that say the same at different places of the text. */
export function fingerprint(node: Node | undefined): string {
  if (node === undefined) return "";
  const known = fingerprints.get(node);
  if (known !== undefined) return known;
  const found = JSON.stringify(node, (key, value: unknown) =>
    PLACES.has(key) ? undefined : value,
  );
  fingerprints.set(node, found);
  return found;
}

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

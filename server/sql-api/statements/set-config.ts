import type { Node, SelectStmt } from "@pgsql/types";

export interface SetConfigCall {
  name: string;
  value: string;
  isLocal: boolean;
}

/**
 * `SELECT set_config('name', 'value', false)`, which sets as `SET` does, also with
 * pgAdmin's `FROM pg_settings WHERE name = 'name'`. In any other place the function is
 * not to be called.
 */
export function setConfigCall({
  targetList = [],
  fromClause = [],
  whereClause,
}: SelectStmt): SetConfigCall | undefined {
  const [target] = targetList;
  if (
    targetList.length !== 1 ||
    target === undefined ||
    !("ResTarget" in target)
  ) {
    return undefined;
  }
  const { val } = target.ResTarget;
  if (val === undefined || !("FuncCall" in val)) return undefined;
  const { funcname = [], args = [] } = val.FuncCall;
  const last = funcname.at(-1);
  if (!last || !("String" in last) || last.String.sval !== "set_config") {
    return undefined;
  }
  const [name, value, isLocal] = args.map(constant);
  const reads = fromClause.length > 0 || whereClause !== undefined;
  if (reads && !isRowOf(fromClause, whereClause, name)) return undefined;
  return typeof name === "string" &&
    typeof value === "string" &&
    typeof isLocal === "boolean" &&
    /^[a-z_][a-z0-9_.]*$/i.test(name)
    ? { name, value, isLocal }
    : undefined;
}

/** `FROM pg_settings WHERE name = 'name'`: one row, as without it. */
function isRowOf(
  [source, ...others]: Node[],
  where: Node | undefined,
  name: unknown,
): boolean {
  if (source === undefined || where === undefined || others.length > 0) {
    return false;
  }
  const text = JSON.stringify(source);
  if (!/"(pg_settings|pg_show_all_settings)"/.test(text)) return false;
  if (!("A_Expr" in where) || where.A_Expr.kind !== "AEXPR_OP") return false;
  const { lexpr, rexpr, name: operator } = where.A_Expr;
  return (
    JSON.stringify(operator) === '[{"String":{"sval":"="}}]' &&
    lexpr !== undefined &&
    "ColumnRef" in lexpr &&
    rexpr !== undefined &&
    constant(rexpr) === name
  );
}

function constant(node: Node): string | boolean | undefined {
  if (!("A_Const" in node)) return undefined;
  const { sval, boolval } = node.A_Const;
  if (sval !== undefined) return sval.sval ?? "";
  return boolval === undefined ? undefined : (boolval.boolval ?? false);
}

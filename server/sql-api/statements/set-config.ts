import type { Node, SelectStmt } from "@pgsql/types";

export interface SetConfigCall {
  name: string;
  value: string;
  isLocal: boolean;
}

/**
 * `SELECT set_config('name', 'value', false)`, which sets as `SET` does. In any
 * other place the function is not to be called.
 */
export function setConfigCall({
  targetList = [],
  ...rest
}: SelectStmt): SetConfigCall | undefined {
  const [target] = targetList;
  if (
    targetList.length !== 1 ||
    rest.fromClause !== undefined ||
    rest.whereClause !== undefined ||
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
  return typeof name === "string" &&
    typeof value === "string" &&
    typeof isLocal === "boolean" &&
    /^[a-z_][a-z0-9_.]*$/i.test(name)
    ? { name, value, isLocal }
    : undefined;
}

function constant(node: Node): string | boolean | undefined {
  if (!("A_Const" in node)) return undefined;
  const { sval, boolval } = node.A_Const;
  if (sval !== undefined) return sval.sval ?? "";
  return boolval === undefined ? undefined : (boolval.boolval ?? false);
}

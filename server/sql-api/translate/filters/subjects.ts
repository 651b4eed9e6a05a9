import type { Node } from "@pgsql/types";
import type { SqlType } from "../../tables.ts";
import { as, functionName, plainType } from "../tree/ast.ts";
import type { ComparedType } from "./constants.ts";
import { type Granularity, isGranularity } from "./times.ts";
import type { Dimension, Members } from "../blocks/members.ts";

/** What a condition is about. */
export interface Subject {
  member: string;
  type: SqlType;
  of: "dimension" | "measure";
  /** Of a time: not itself is compared but the start of its period. */
  granularity?: Granularity;
  /** The number of its year is compared. */
  year?: true;
  /** It is cast to have a time zone, that of the session. */
  zoned?: true;
}

/** Casts to types in which values compare as they do in their own. */
const COMPARABLE: Record<SqlType, string[]> = {
  text: ["text", "varchar"],
  float8: ["float8"],
  int8: ["int8", "numeric"],
  // Instants of the zone of the session, in which the constant is read as well.
  timestamp: ["timestamp", "timestamptz"],
  bool: ["bool"],
};

/** The node below casts that do not change how values compare. */
export function withoutCasts(
  node: Node | undefined,
  members: Members,
): Node | undefined {
  const typeCast = as(node, "TypeCast");
  if (typeCast === undefined) return node;
  const inner = withoutCasts(typeCast.arg, members);
  const member = members.of(inner);
  const type = plainType(typeCast.typeName);
  return member !== undefined &&
    type !== undefined &&
    COMPARABLE[member.type].includes(type)
    ? inner
    : node;
}

/** A time whose period is taken: `date_trunc('month', t)`, `t::date`. */
export interface Period {
  dimension: Dimension;
  granularity: Granularity;
}

export function truncation(node: Node, members: Members): Period | undefined {
  const call = as(node, "FuncCall");
  if (functionName(node) !== "date_trunc" || call?.args?.length !== 2) {
    return undefined;
  }
  const [unit, time] = call.args;
  const granularity = as(unit, "A_Const")?.sval?.sval?.toLowerCase();
  const dimension = members.dimension(withoutCasts(time, members));
  return dimension?.type === "timestamp" &&
    granularity !== undefined &&
    isGranularity(granularity)
    ? { dimension, granularity }
    : undefined;
}

/** `t::date`, `date(t)` */
export function dateOf(node: Node, members: Members): Dimension | undefined {
  const typeCast = as(node, "TypeCast");
  const call = as(node, "FuncCall");
  const arg =
    typeCast !== undefined && plainType(typeCast.typeName) === "date"
      ? typeCast.arg
      : functionName(node) === "date" && call?.args?.length === 1
        ? call.args[0]
        : undefined;
  const dimension = members.dimension(withoutCasts(arg, members));
  return dimension?.type === "timestamp" ? dimension : undefined;
}

/** `extract(year from t)`, `date_part('year', t)`: the part and the time. */
export function partOf(
  node: Node,
  members: Members,
): { part: string; dimension: Dimension; arg: Node } | undefined {
  const call = as(node, "FuncCall");
  const name = functionName(node);
  if (
    (name !== "extract" && name !== "date_part") ||
    call?.args?.length !== 2
  ) {
    return undefined;
  }
  const [unit, arg] = call.args;
  const part = as(unit, "A_Const")?.sval?.sval?.toLowerCase();
  const dimension = members.dimension(withoutCasts(arg, members));
  return arg !== undefined &&
    part !== undefined &&
    dimension?.type === "timestamp"
    ? { part, dimension, arg }
    : undefined;
}

const isWholeDays = ({ granularity }: Period): boolean =>
  !["second", "minute", "hour"].includes(granularity);

/** What a condition on a dimension is about. */
export function dimensionSubject(
  node: Node,
  members: Members,
): Subject | undefined {
  const cut = truncation(node, members);
  if (cut !== undefined) {
    const [, time] = as(node, "FuncCall")!.args!;
    const { dimension, granularity } = cut;
    return { ...subject(dimension), granularity, ...zone(time) };
  }
  const day = dateOf(node, members);
  if (day !== undefined) return { ...subject(day), granularity: "day" };
  const { arg, typeName } = as(node, "TypeCast") ?? {};
  const whole = arg && truncation(arg, members);
  // Its date is as good as the period itself, which begins with a day.
  if (whole && plainType(typeName) === "date" && isWholeDays(whole)) {
    return { ...subject(whole.dimension), granularity: whole.granularity };
  }
  const part = partOf(node, members);
  if (part?.part === "year") return { ...subject(part.dimension), year: true };
  const dimension = members.dimension(withoutCasts(node, members));
  return dimension && { ...subject(dimension), ...zone(node) };
}

const zone = (node: Node | undefined): { zoned?: true } =>
  plainType(as(node, "TypeCast")?.typeName) === "timestamptz"
    ? { zoned: true }
    : {};

const subject = ({ member, type, precision }: Dimension): Subject => ({
  member,
  type,
  of: "dimension",
  // A time that is the start of a day compares as the start of its day does.
  ...(precision === undefined ? {} : { granularity: precision }),
});

/** The type of what it is compared with. */
export const typeOf = ({ type, year, zoned }: Subject): ComparedType =>
  year ? "int8" : zoned ? "timestamptz" : type;

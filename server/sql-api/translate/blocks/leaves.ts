import type { Node } from "@pgsql/types";
import {
  as,
  cast,
  functionName,
  plainType,
  replace,
  walk,
} from "../tree/ast.ts";
import type { Granularity } from "../filters/times.ts";
import type { Members } from "./members.ts";
import type { Leaf, ScanBuilder } from "./scan.ts";
import { dateOf, partOf, truncation } from "../filters/subjects.ts";
import { ungrouped } from "../tree/unsupported.ts";

/** A part of an expression that a column of a scan stands for. */
interface LeafPart {
  leaf: Leaf;
  /** The part over a column of the scan. */
  over: (reference: Node) => Node;
}

/** How exactly a time has to be known for a part of it. */
const PARTS: Record<string, Granularity> = {
  millennium: "year",
  century: "year",
  decade: "year",
  year: "year",
  quarter: "quarter",
  month: "month",
  week: "week",
  isoyear: "week",
  day: "day",
  dow: "day",
  isodow: "day",
  doy: "day",
  hour: "hour",
  minute: "minute",
};

const COARSE_UNITS = new Set(["decade", "century", "millennium"]);

export function leafPart(node: Node, members: Members): LeafPart | undefined {
  const inside = (reference: Node) =>
    replace(node, (inner) =>
      members.dimension(inner) === undefined ? undefined : reference,
    );
  const cut = truncation(node, members);
  if (cut !== undefined) {
    const arg = as(node, "FuncCall")!.args![1];
    const isZoned = plainType(as(arg, "TypeCast")?.typeName) === "timestamptz";
    return {
      leaf: cut,
      over: (reference) =>
        isZoned ? cast(reference, "timestamptz") : reference,
    };
  }
  const day = dateOf(node, members);
  if (day !== undefined) {
    return { leaf: { dimension: day, granularity: "day" }, over: inside };
  }
  const part = partOf(node, members);
  const granularity = part && PARTS[part.part];
  if (part !== undefined && granularity !== undefined) {
    return { leaf: { dimension: part.dimension, granularity }, over: inside };
  }
  const coarse = coarseTruncation(node, members);
  if (coarse !== undefined) return { leaf: coarse, over: inside };
  const dimension = members.dimension(node);
  return (
    dimension && {
      leaf: { dimension, granularity: undefined },
      over: (reference) => reference,
    }
  );
}

function coarseTruncation(node: Node, members: Members): Leaf | undefined {
  const [unit, time] = as(node, "FuncCall")?.args ?? [];
  const dimension = members.dimension(time);
  const name = as(unit, "A_Const")?.sval?.sval?.toLowerCase();
  return functionName(node) === "date_trunc" &&
    dimension?.type === "timestamp" &&
    COARSE_UNITS.has(name ?? "")
    ? { dimension, granularity: "year" }
    : undefined;
}

const WHOLE_DAYS = new Set(["day", "week", "month", "quarter", "year"]);
const INJECTIVE = new Set(["text", "varchar", "timestamp", "timestamptz"]);

/**
 * The column of a scan whose values make the same groups as the expression does:
 * different ones for different values.
 */
export function directLeaf(node: Node, members: Members): Leaf | undefined {
  const part = partOf(node, members);
  if (part !== undefined && part.part !== "year") return undefined;
  if (coarseTruncation(node, members) !== undefined) return undefined;
  const own = leafPart(node, members);
  if (own !== undefined) return own.leaf;
  const { arg, typeName } = as(node, "TypeCast") ?? {};
  const inner = arg && directLeaf(arg, members);
  const type = plainType(typeName);
  if (inner === undefined || type === undefined) return undefined;
  if (type === "date") {
    return WHOLE_DAYS.has(inner.granularity ?? "") && partless(arg!, members)
      ? inner
      : undefined;
  }
  return INJECTIVE.has(type) ? inner : undefined;
}

const partless = (node: Node, members: Members) =>
  partOf(node, members) === undefined;

/** The columns of a scan that expressions need, those of the scan preferred. */
export function leavesOf(
  trees: Node[],
  known: (leaf: Leaf) => boolean,
  members: Members,
): Leaf[] {
  const leaves: Leaf[] = [];
  walk(trees, (node) => {
    if (as(node, "SubLink") !== undefined) {
      leaves.push(...leavesOf(tested(node), known, members));
      return false;
    }
    const part = leafPart(node, members);
    if (part === undefined) return true;
    const raw = { ...part.leaf, granularity: undefined };
    leaves.push(known(raw) ? raw : part.leaf);
    return false;
  });
  return leaves;
}

const tested = (node: Node): Node[] => {
  const test = as(node, "SubLink")?.testexpr;
  return test === undefined ? [] : [test];
};

/**
 * Puts the column of the scan in place of a part of an expression. Undefined when
 * the parts of the part are to be looked at.
 *
 * @throws TranslateError 42803 for a dimension that the scan has not
 */
export function onScan(
  node: Node,
  scan: ScanBuilder,
  members: Members,
): Node | undefined {
  const part = leafPart(node, members);
  if (part === undefined) return undefined;
  if (scan.has(part.leaf)) return part.over(scan.dimension(part.leaf));
  if (members.dimension(node) === undefined) return undefined;
  throw ungrouped(part.leaf.dimension, node);
}

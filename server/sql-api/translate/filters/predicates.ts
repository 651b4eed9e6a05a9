import type { A_Expr, Node } from "@pgsql/types";
import type { Constants } from "./constants.ts";
import { isConstant } from "./constants.ts";
import { as, names } from "../tree/ast.ts";
import { all, ALWAYS, any, type Condition, NEVER } from "./conditions.ts";
import type { Comparison } from "./times.ts";
import {
  amongValues,
  compared,
  isSet,
  matching,
  truth,
} from "./comparisons.ts";
import { INVERSE, MIRRORED, operatorOf } from "./operators.ts";
import { type Subject, typeOf } from "./subjects.ts";

/** Reads conditions of SQL as conditions that Cube can filter by. */
export class Predicates {
  readonly #constants: Constants;
  readonly #subjectOf: (node: Node) => Subject | undefined;

  constructor(
    constants: Constants,
    subjectOf: (node: Node) => Subject | undefined,
  ) {
    this.#constants = constants;
    this.#subjectOf = subjectOf;
  }

  /**
   * What makes the condition true, or false when it is `negated`: never what makes
   * it unknown. Undefined when no filter of Cube says exactly that.
   */
  async condition(node: Node, negated = false): Promise<Condition | undefined> {
    if (isConstant(node)) {
      const value = await this.#constants.value(node, "bool");
      return value === String(!negated) ? ALWAYS : NEVER;
    }
    const logic = as(node, "BoolExpr");
    if (logic?.boolop === "NOT_EXPR") {
      return this.condition(logic.args![0]!, !negated);
    }
    if (logic !== undefined) {
      const parts = await this.#each(logic.args ?? [], negated);
      return (
        parts && ((logic.boolop === "AND_EXPR") === negated ? any : all)(parts)
      );
    }
    const test = as(node, "NullTest");
    if (test !== undefined) {
      const subject = this.#subject(test.arg);
      const isNull = (test.nulltesttype === "IS_NULL") !== negated;
      return subject && isSet(subject, !isNull);
    }
    const boolean = as(node, "BooleanTest");
    if (boolean !== undefined) {
      return this.#booleanTest(boolean.arg!, boolean.booltesttype!, negated);
    }
    const expression = as(node, "A_Expr");
    if (expression !== undefined) return this.#expression(expression, negated);
    const subject = this.#subject(node);
    return subject && truth(subject, !negated);
  }

  async #each(
    nodes: Node[],
    negated: boolean,
  ): Promise<Condition[] | undefined> {
    const conditions: Condition[] = [];
    for (const node of nodes) {
      const condition = await this.condition(node, negated);
      if (condition === undefined) return undefined;
      conditions.push(condition);
    }
    return conditions;
  }

  #subject(node: Node | undefined): Subject | undefined {
    return node && this.#subjectOf(node);
  }

  /** `IS TRUE` and its like have no third value. */
  async #booleanTest(
    arg: Node,
    type: string,
    negated: boolean,
  ): Promise<Condition | undefined> {
    const not = type.startsWith("IS_NOT_") !== negated;
    const of = type.replace(/^IS_(NOT_)?/, "");
    if (of === "UNKNOWN") return this.#isUnknown(arg, !not);
    const is = await this.condition(arg, of === "FALSE");
    if (!not || is === undefined) return is;
    // Otherwise it is the other one, or unknown.
    const other = await this.condition(arg, of === "TRUE");
    const unknown = await this.#isUnknown(arg, true);
    return other && unknown && any([other, unknown]);
  }

  /** What is known of a column of booleans, and of one that is compared, is whether it is NULL. */
  async #isUnknown(
    node: Node,
    unknown: boolean,
  ): Promise<Condition | undefined> {
    const { kind, name, lexpr, rexpr } = as(node, "A_Expr") ?? {};
    if (kind === undefined) {
      const subject = this.#subject(node);
      return subject && isSet(subject, !unknown);
    }
    const isCompared =
      kind === "AEXPR_OP" && operatorOf(names(name).at(-1)) !== undefined;
    const subject = isCompared ? this.#subject(lexpr) : undefined;
    if (subject === undefined || !rexpr || !isConstant(rexpr)) return undefined;
    const value = await this.#constants.value(rexpr, typeOf(subject));
    return value === null
      ? unknown
        ? ALWAYS
        : NEVER
      : isSet(subject, !unknown);
  }

  async #expression(
    { kind, name, lexpr, rexpr }: A_Expr,
    negated: boolean,
  ): Promise<Condition | undefined> {
    const operator = names(name).at(-1) ?? "";
    switch (kind) {
      case "AEXPR_OP":
        return operator.endsWith("~~*")
          ? this.#matching(operator, lexpr, rexpr, negated)
          : this.#comparison(operator, lexpr, rexpr, negated);
      case "AEXPR_IN": {
        const items = as(rexpr, "List")?.items ?? [];
        if (!items.every(isConstant)) return undefined;
        return this.#among(lexpr, (operator === "=") !== negated, (subject) =>
          this.#values(items, subject),
        );
      }
      case "AEXPR_OP_ANY":
      case "AEXPR_OP_ALL": {
        const isIn = kind === "AEXPR_OP_ANY" ? "=" : "<>";
        if (operator !== isIn || rexpr === undefined || !isConstant(rexpr)) {
          return undefined;
        }
        return this.#among(lexpr, (isIn === "=") !== negated, (subject) =>
          this.#constants.elements(rexpr, typeOf(subject)),
        );
      }
      case "AEXPR_BETWEEN":
      case "AEXPR_NOT_BETWEEN": {
        const [low, high] = as(rexpr, "List")?.items ?? [];
        const outside = (kind === "AEXPR_NOT_BETWEEN") !== negated;
        const bounds = [
          await this.#comparison(">=", lexpr, low, outside),
          await this.#comparison("<=", lexpr, high, outside),
        ].filter((bound) => bound !== undefined);
        if (bounds.length < 2) return undefined;
        return (outside ? any : all)(bounds);
      }
      case "AEXPR_DISTINCT":
      case "AEXPR_NOT_DISTINCT":
        return this.#distinct(
          lexpr,
          rexpr,
          (kind === "AEXPR_DISTINCT") !== negated,
        );
      case "AEXPR_ILIKE":
        return this.#matching(operator, lexpr, rexpr, negated);
      case "AEXPR_LIKE":
      case "AEXPR_SIMILAR":
      case "AEXPR_NULLIF":
      case "AEXPR_BETWEEN_SYM":
      case "AEXPR_NOT_BETWEEN_SYM":
      case undefined:
        return undefined;
    }
  }

  /** ILIKE, and `~~*`, which is the same. */
  async #matching(
    operator: string,
    text: Node | undefined,
    like: Node | undefined,
    negated: boolean,
  ): Promise<Condition | undefined> {
    const subject = this.#subject(text);
    if (subject === undefined || !like || !isConstant(like)) return undefined;
    const pattern = await this.#constants.value(like, "text");
    if (pattern === null) return NEVER;
    return matching(subject, pattern, operator.startsWith("!") === negated);
  }

  async #comparison(
    operator: string,
    left: Node | undefined,
    right: Node | undefined,
    negated: boolean,
  ): Promise<Condition | undefined> {
    const op = operatorOf(operator);
    if (op === undefined || left === undefined || right === undefined) {
      return undefined;
    }
    const mirrored = isConstant(left);
    const [side, constant] = mirrored ? [right, left] : [left, right];
    if (!isConstant(constant)) return undefined;
    const written = negated ? INVERSE[op] : op;
    const subject = this.#subject(side);
    if (subject === undefined) {
      return this.#truthOf(side, constant, written);
    }
    const value = await this.#constants.value(constant, typeOf(subject));
    if (value === null) return NEVER;
    return compared(subject, mirrored ? MIRRORED[written] : written, value);
  }

  /** `(a = 1) = true` */
  async #truthOf(
    side: Node,
    constant: Node,
    op: Comparison,
  ): Promise<Condition | undefined> {
    const isLogic =
      as(side, "BoolExpr") ?? as(side, "A_Expr") ?? as(side, "NullTest");
    const expected = as(constant, "A_Const")?.boolval;
    if (!isLogic || !expected || (op !== "=" && op !== "<>")) return undefined;
    return this.condition(side, (expected.boolval === true) !== (op === "="));
  }

  async #distinct(
    left: Node | undefined,
    right: Node | undefined,
    distinct: boolean,
  ): Promise<Condition | undefined> {
    const subject = this.#subject(left);
    if (subject === undefined || !right || !isConstant(right)) return undefined;
    const value = await this.#constants.value(right, typeOf(subject));
    if (value === null) return isSet(subject, distinct);
    if (!distinct) return compared(subject, "=", value);
    const other = compared(subject, "<>", value);
    const unknown = isSet(subject, false);
    return other && unknown && any([other, unknown]);
  }

  async #among(
    node: Node | undefined,
    isIn: boolean,
    valuesFor: (subject: Subject) => Promise<(string | null)[] | null>,
  ): Promise<Condition | undefined> {
    const subject = this.#subject(node);
    if (subject === undefined) return undefined;
    const values = await valuesFor(subject);
    if (values === null) return NEVER;
    // Not among values of which one is unknown: unknown at best.
    if (!isIn && values.includes(null)) return NEVER;
    const known = [...new Set(values.filter((value) => value !== null))];
    if (known.length === 0) return isIn ? NEVER : ALWAYS;
    return amongValues(subject, known, isIn);
  }

  #values(nodes: Node[], subject: Subject): Promise<(string | null)[]> {
    return this.#constants.values(nodes, typeOf(subject));
  }
}

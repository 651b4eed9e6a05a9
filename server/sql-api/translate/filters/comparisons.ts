import type { SqlType } from "../../tables.ts";
import { all, any, type Condition, NEVER } from "./conditions.ts";
import { type Comparison, parseTime, rangeOf, type Time } from "./times.ts";
import { negatedOperator, patternOf } from "./patterns.ts";
import type { CubeFilter } from "../plan.ts";
import type { Subject } from "./subjects.ts";

const OPERATORS: Record<Comparison, string> = {
  "=": "equals",
  "<>": "notEquals",
  "<": "lt",
  "<=": "lte",
  ">": "gt",
  ">=": "gte",
};

const filter = ({ of }: Subject, cube: CubeFilter) => ({
  kind: "filter" as const,
  of,
  filter: cube,
});

/** Whether it is not NULL. */
export function isSet(subject: Subject, set: boolean): Condition {
  return filter(subject, {
    member: subject.member,
    operator: set ? "set" : "notSet",
  });
}

/** Cube keeps NULL where it excludes values, SQL does not. */
const known = (subject: Subject, excluding: CubeFilter): Condition =>
  filter(subject, {
    and: [excluding, { member: subject.member, operator: "set" }],
  });

/** Several values are alternatives, for `=` and `<>` only. */
export function compared(
  subject: Subject,
  op: Comparison,
  ...values: [string, ...string[]]
): Condition | undefined {
  const { member, type, of } = subject;
  if (type === "timestamp") return comparedTime(subject, op, values[0]);
  if (type === "bool") {
    if (of === "measure" || (op !== "=" && op !== "<>")) return undefined;
    const isTrue = (values[0] === "true") === (op === "=");
    return values.length > 1 ? undefined : truth(subject, isTrue);
  }
  // Cube reads all that measures are compared with as numbers.
  if (of === "measure" && type === "text") return undefined;
  if (type !== "text" && !values.every(isFinite)) return undefined;
  const cube = { member, operator: OPERATORS[op], values };
  if (op === "<>") return known(subject, cube);
  const condition = filter(subject, cube);
  return op === "=" ? { ...condition, takesMore: true } : condition;
}

const isFinite = (value: string) => Number.isFinite(Number(value));

function comparedTime(
  subject: Subject,
  op: Comparison,
  value: string,
): Condition | undefined {
  const { member, of, year, granularity } = subject;
  const time = year ? startOfYear(value) : parseTime(value);
  if (of === "measure" || time === undefined) return undefined;
  const range = rangeOf(
    op === "<>" ? "=" : op,
    time,
    year ? "year" : granularity,
  );
  if (op !== "<>") {
    return range === null ? NEVER : { kind: "range", member, range };
  }
  if (range === null) return isSet(subject, true);
  const { from = -Infinity, to = Infinity } = range;
  // Neither is true for NULL, as in SQL.
  return any([
    { kind: "range", member, range: { from: undefined, to: from - 1 } },
    { kind: "range", member, range: { from: to + 1, to: undefined } },
  ]);
}

function startOfYear(value: string): Time | undefined {
  const year = Number(value);
  if (!Number.isInteger(year) || year < 1 || year > 9998) return undefined;
  return parseTime(`${String(year).padStart(4, "0")}-01-01 00:00:00`);
}

/** A column of booleans as a condition. */
export function truth(
  subject: Subject,
  isTrue: boolean,
): Condition | undefined {
  const { member, type, of } = subject;
  return type === "bool" && of === "dimension"
    ? filter(subject, {
        member,
        operator: "equals",
        values: [String(isTrue)],
      })
    : undefined;
}

/** ILIKE, or its negation. */
export function matching(
  subject: Subject,
  like: string,
  matches: boolean,
): Condition | undefined {
  const { member, type, of } = subject;
  if (type !== "text" || of === "measure") return undefined;
  const pattern = patternOf(like);
  if (pattern === undefined) return undefined;
  if (pattern === "any") return matches ? isSet(subject, true) : NEVER;
  const values = [pattern.value];
  return matches
    ? filter(subject, { member, operator: pattern.operator, values })
    : known(subject, { member, operator: negatedOperator(pattern), values });
}

/** Types that Cube compares with one value each. */
const ONE_BY_ONE = new Set<SqlType>(["timestamp", "bool"]);

/** Whether it is one of several values, none of them NULL. */
export function amongValues(
  subject: Subject,
  values: string[],
  isIn: boolean,
): Condition | undefined {
  const single = values.length === 1 || ONE_BY_ONE.has(subject.type);
  if (!single) {
    return compared(subject, isIn ? "=" : "<>", ...(values as [string]));
  }
  const conditions = values.map((value) =>
    compared(subject, isIn ? "=" : "<>", value),
  );
  const known = conditions.filter((condition) => condition !== undefined);
  return known.length < conditions.length
    ? undefined
    : (isIn ? any : all)(known);
}

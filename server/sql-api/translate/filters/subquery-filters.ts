import { SqlError } from "../../sql-error.ts";
import type { CubeFilter, ScanSubquery } from "../plan.ts";
import { amongValues, compared, isSet } from "./comparisons.ts";
import { any, type Condition, filterOf } from "./conditions.ts";

/**
 * What one filter may hold. It becomes text of a query, of which ClickHouse reads
 * 256 KiB (`max_query_size`).
 */
const MAX_VALUES = 5000;
const MAX_CHARACTERS = 128 * 1024;

/**
 * The filters that a condition on a subquery is, once its values are known.
 *
 * @param values text in ISO style, each of them once; null is NULL
 * @throws SqlError 54000 for too many values, 0A000 for one that Cube compares nothing with
 */
export function subqueryFilters(
  subquery: ScanSubquery,
  values: readonly (string | null)[],
): CubeFilter[] {
  const { subject, op, quantifier } = subquery;
  const known = values.filter((value) => value !== null);
  const [first] = known;
  if (subject === undefined) return first === "true" ? [] : never(subquery);
  if (quantifier === "one") {
    return first === undefined
      ? never(subquery)
      : filtersOf(compared(subject, op, first), subquery, first);
  }
  if (known.length > MAX_VALUES) throw tooMany(subject.member, known.length);
  const isIn = quantifier !== "none";
  // Not among values of which one is unknown: unknown at best.
  if (!isIn && known.length < values.length) return never(subquery);
  const orNull = quantifier === "same" && known.length < values.length;
  if (first === undefined) {
    if (orNull) return filtersOf(isSet(subject, false), subquery, "NULL");
    return isIn ? never(subquery) : [];
  }
  const among = amongValues(subject, known, isIn);
  const filters = filtersOf(
    orNull && among ? any([among, isSet(subject, false)]) : among,
    subquery,
    first,
  );
  if (JSON.stringify(filters).length > MAX_CHARACTERS) {
    throw tooMany(subject.member, known.length);
  }
  return filters;
}

const tooMany = (member: string, count: number) =>
  new SqlError(
    "54000",
    `a subquery gives ${count} values to compare "${member}" with, more than a query may hold (${MAX_VALUES} of few characters)`,
    { hint: "filter, group or limit the subquery" },
  );

function filtersOf(
  condition: Condition | undefined,
  subquery: ScanSubquery,
  value: string,
): CubeFilter[] {
  if (condition?.kind === "constant") {
    return condition.holds ? [] : never(subquery);
  }
  const filter = condition && filterOf(condition);
  if (filter === undefined) {
    throw new SqlError(
      "0A000",
      `a subquery gives ${JSON.stringify(value)}, which no filter can compare "${subquery.member}" with`,
      {
        hint: "leave out values that are infinite or no number in the subquery",
      },
    );
  }
  return [filter];
}

/** Holds for no row. Cube has no other word for it. */
const never = ({ member }: ScanSubquery): CubeFilter[] => [
  { member, operator: "set" },
  { member, operator: "notSet" },
];

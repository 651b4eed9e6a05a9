import type { PivotPlan } from "../../pivot/plan/pivot-plan.ts";

/**
 * A plan that shows one of its values and asks for the same as before, so that
 * another one is there at once.
 *
 * @param key of the value; the first one where there is no such
 */
export function onlyValue(plan: PivotPlan, key: string): PivotPlan {
  const value = plan.values.find((item) => item.key === key) ?? plan.values[0];
  return value === undefined ? plan : { ...plan, values: [value] };
}

import type { Measure } from "../model/view.ts";
import type { PlannedValue } from "../pivot/plan/pivot-plan.ts";
import { isFraction } from "./grid/cell-format.ts";

/**
 * The unit of a measure, with the currency by name; empty where it has none.
 *
 * @param currencies ISO 4217 codes of the data; none = not known
 */
export function unitText(
  { unit }: Pick<Measure, "unit">,
  currencies: readonly string[],
): string {
  if (currencies.length === 0) return unit;
  const names =
    currencies.length === 1
      ? currencies.join()
      : `${currencies.join(" and ")} without conversion`;
  return unit.replace(/^currency\b/, names);
}

/** What a header says of its unit, e.g. `In USD per unit`; empty where there is nothing to say. */
export function unitHint(
  { figure, planned }: Pick<PlannedValue, "figure" | "planned">,
  currencies: readonly string[],
): string {
  const text = unitText(planned, currencies);
  return text === "" || isFraction(figure) || figure === "rank"
    ? ""
    : `In ${text}`;
}

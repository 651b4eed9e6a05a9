import type { Measure } from "../../model/view.ts";
import { NO_VALUE } from "../../pivot/format.ts";
import type { Figure } from "../../pivot/state/pivot-state.ts";

const EXACT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 20 });

/** A number with all of its digits, as it came. */
export function exactText(value: number | null | undefined): string {
  if (value === undefined) return "not known yet";
  return value === null ? NO_VALUE : EXACT.format(value).replace("-", "−");
}

/** How a figure is made of the measure's values. */
export const FORMULAS: Readonly<Record<Figure, string>> = {
  value: "the measure itself",
  percent_of_parent: "value ÷ value of the row above it, in the same column",
  percent_of_row: "value ÷ value of the same row over all columns",
  percent_of_column: "value ÷ value of the same column over all rows",
  percent_of_total: "value ÷ grand total",
  previous: "the measure in the compared period",
  delta: "value − value in the compared period",
  delta_percent:
    "(value − value in the compared period) ÷ size of the value in the compared period",
  rank: "place among the rows with the same parent, largest first; equal values share a place",
};

/** Which rows of the facts a measure counts. */
export function modeText({ mode }: Measure): string {
  switch (mode) {
    case "as_traded":
      return "As traded: trades in stocks, commodities and wrappers (ETFs, ETCs); what a wrapper holds is not counted beside it.";
    case "look_through":
      return "Look-through: what is held, directly or through wrappers (ETFs, ETCs), whose holdings take their place.";
    case "any":
      return "The same in both exposure modes.";
  }
}

/** Whether totals are sums. */
export const additivityText = ({ additive }: Measure): string =>
  additive
    ? "Adds up: a total is the sum of its parts. It is asked for by itself all the same."
    : "Does not add up: every total is worked out over all of its rows.";

import type { PlannedValue } from "../../pivot/plan/pivot-plan.ts";
import { formatMeasure, formatUnit, NO_VALUE } from "../../pivot/format.ts";
import type { Figure } from "../../pivot/state/pivot-state.ts";

const PERCENT = new Intl.NumberFormat("en-US", {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const MINUS = "−";

/** True for shares and relative changes, which have no unit. */
export const isFraction = (figure: Figure) =>
  figure.startsWith("percent_of_") || figure === "delta_percent";

const isChange = (figure: Figure) =>
  figure === "delta" || figure === "delta_percent";

/** A figure as text: shares in percent, changes with their sign. */
export function formatFigure(
  value: number | null,
  { figure, planned }: Pick<PlannedValue, "figure" | "planned">,
): string {
  if (value === null) return NO_VALUE;
  if (figure === "rank") return String(value);
  const text = isFraction(figure)
    ? PERCENT.format(value)
        .replace("-", MINUS)
        .replace(/^−(0\.0%)$/, "$1")
    : formatMeasure(value, planned);
  return isChange(figure) && value > 0 ? `+${text}` : text;
}

const FIGURE_TITLES: Record<Figure, string> = {
  value: "",
  percent_of_parent: "% of parent",
  percent_of_row: "% of row",
  percent_of_column: "% of column",
  percent_of_total: "% of total",
  previous: "before",
  delta: "Δ",
  delta_percent: "Δ %",
  rank: "rank",
};

/** What stands over a value column. */
export const valueTitle = ({
  figure,
  planned,
}: Pick<PlannedValue, "figure" | "planned">): string =>
  [planned.title, FIGURE_TITLES[figure]].filter(Boolean).join(" ");

/** The unit of a value column, or empty where it is plain. */
export const valueUnit = ({
  figure,
  planned,
}: Pick<PlannedValue, "figure" | "planned">): string =>
  isFraction(figure) || figure === "rank" ? "" : formatUnit(planned);

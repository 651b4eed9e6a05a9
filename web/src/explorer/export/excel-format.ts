import type { PlannedValue } from "../../pivot/plan/pivot-plan.ts";

/** The parts of d3's number formats that the model uses, e.g. `,.2~f` and `.1%`. */
const SPECIFIER = /^(,)?\.(\d+)~?([f%])$/;

const PERCENT = "0.0%";
const WHOLE = "0";

/**
 * Excel's number format for a value column; undefined = as Excel likes. Decimals
 * line up as on screen: the model's trimmed ones are filled with zeros.
 */
export function excelFormat({
  figure,
  planned,
}: Pick<PlannedValue, "figure" | "planned">): string | undefined {
  if (figure === "rank") return WHOLE;
  if (figure.startsWith("percent_of_") || figure === "delta_percent") {
    return PERCENT;
  }
  const { format } = planned;
  const specifier =
    typeof format === "object" && "value" in format ? format.value : undefined;
  const [, comma, digits, kind] = SPECIFIER.exec(String(specifier)) ?? [];
  if (digits === undefined) return undefined;
  const decimals = Number(digits) === 0 ? "" : `.${"0".repeat(Number(digits))}`;
  return `${comma === undefined ? "0" : "#,##0"}${decimals}${kind === "%" ? "%" : ""}`;
}

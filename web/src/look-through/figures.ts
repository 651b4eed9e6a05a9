import { formatMeasure } from "../pivot/format.ts";
import type { PageContextValue } from "./page-context.ts";

/** A share with one decimal, e.g. 12.3%; a dash when there is none. */
export const formatShare = (share: number | undefined): string =>
  formatMeasure(share ?? null, { format: "percent_1", currency: undefined });

/** A weight, with the two decimals an index provider gives. */
export const formatWeight = (weight: number | undefined): string =>
  formatMeasure(weight ?? null, { format: "percent_2", currency: undefined });

export const formatAmount = (
  amount: number | null | undefined,
  format: PageContextValue["format"],
): string => formatMeasure(amount ?? null, format);

export const isNegative = (text: string): boolean => /^[−-]\d/.test(text);

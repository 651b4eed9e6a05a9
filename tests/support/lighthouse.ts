import type { AxeResults } from "./axe.ts";

/**
 * Weight in Lighthouse's accessibility score → the axe rules that carry it.
 * Source: `auditRefs` in core/config/default-config.js of lighthouse 12.8.2,
 * without the audits that are informative and so count for nothing. Lighthouse
 * itself would bring 122 packages, and takes 6 s for a page axe reads in 1 s.
 */
const RULES: Record<number, string> = {
  10: `aria-allowed-attr aria-hidden-body aria-required-attr
    aria-required-children aria-required-parent aria-valid-attr-value
    aria-valid-attr button-name image-alt input-button-name input-image-alt
    meta-refresh meta-viewport`,
  7: `accesskeys aria-command-name aria-conditional-attr aria-dialog-name
    aria-hidden-focus aria-input-field-name aria-meter-name
    aria-progressbar-name aria-prohibited-attr aria-roles aria-text
    aria-toggle-field-name aria-tooltip-name aria-treeitem-name color-contrast
    definition-list dlitem document-title frame-title html-has-lang
    html-lang-valid label link-in-text-block link-name list listitem object-alt
    select-name tabindex target-size td-headers-attr valid-lang`,
  3: "heading-order html-xml-lang-mismatch skip-link",
  1: `aria-allowed-role aria-deprecated-role image-redundant-alt
    table-duplicate-name`,
};

const WEIGHTS = new Map(
  Object.entries(RULES).flatMap(([weight, names]) =>
    names.split(/\s+/).map((name) => [name, Number(weight)] as const),
  ),
);

/**
 * Lighthouse's accessibility score, 0 to 100: the weight of the rules that hold
 * among those that apply to the page, 0 where none does. What axe leaves to a
 * person counts as held.
 */
export function lighthouseScore(results: AxeResults): number {
  const weigh = (rules: AxeResults["violations"]) =>
    rules.reduce((sum, { id }) => sum + (WEIGHTS.get(id) ?? 0), 0);
  const broken = new Set(results.violations.map(({ id }) => id));
  const held = [...results.passes, ...results.incomplete].filter(
    ({ id }) => !broken.has(id),
  );
  const unique = [...new Map(held.map((rule) => [rule.id, rule])).values()];
  const sum = weigh(unique);
  const most = sum + weigh(results.violations);
  return most === 0 ? 0 : Math.round((100 * sum) / most);
}

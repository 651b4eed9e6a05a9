import { describe, expect, it } from "vitest";
import type { AxeResults } from "../../support/axe.ts";
import { lighthouseScore } from "../../support/lighthouse.ts";

const rules = (names: string) =>
  names
    .split(/\s+/)
    .filter(Boolean)
    .map((id) => ({ id, impact: null, nodes: [] }));

const results = (
  passes: string,
  violations: string,
  incomplete = "",
): AxeResults => ({
  passes: rules(passes),
  violations: rules(violations),
  incomplete: rules(incomplete),
});

describe("lighthouseScore(results)", () => {
  // What lighthouse 12.8.2 said of two pages made to be wrong, and its score.
  it.each([
    {
      score: 58,
      held: `aria-allowed-role aria-deprecated-role aria-hidden-body
        aria-required-attr aria-required-children aria-roles document-title
        image-redundant-alt link-name meta-viewport target-size`,
      broken: `button-name color-contrast heading-order html-has-lang image-alt
        list tabindex`,
    },
    {
      score: 90,
      held: `aria-allowed-attr aria-conditional-attr aria-hidden-body
        aria-prohibited-attr aria-valid-attr-value aria-valid-attr button-name
        document-title html-has-lang html-lang-valid label`,
      broken: "color-contrast heading-order",
    },
  ])("gives $score as Lighthouse does", ({ score, held, broken }) => {
    expect(lighthouseScore(results(held, broken))).toBe(score);
  });

  it("leaves out rules that Lighthouse only tells of", () => {
    const told = "region label-content-name-mismatch video-caption";
    expect(lighthouseScore(results("button-name", told))).toBe(100);
  });

  it("is 0 of a page that no rule with a weight applies to, as Lighthouse's", () => {
    expect(lighthouseScore(results("region", "video-caption"))).toBe(0);
    expect(lighthouseScore(results("", ""))).toBe(0);
  });

  it("counts a rule once, as broken where it is broken anywhere", () => {
    const seen = results("label list", "label", "label list");
    expect(lighthouseScore(seen)).toBe(50);
  });
});

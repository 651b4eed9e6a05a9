import { expect, it } from "vitest";
import { SCRIPT_LIMIT, STYLE_LIMIT } from "../../bench/web/report.ts";
import { initialSizes } from "../../bench/web/sizes.ts";

it("the first page loads few scripts and styles", () => {
  const { script, style } = initialSizes("web/dist");
  // Less than this would mean that the files were not found.
  expect(script).toBeGreaterThan(100_000);
  expect(script).toBeLessThanOrEqual(SCRIPT_LIMIT);
  expect(style).toBeGreaterThan(5_000);
  expect(style).toBeLessThanOrEqual(STYLE_LIMIT);
});

import { describe, expect, it } from "vitest";
import { scopeCss } from "../../../../web/src/embed/scope-css.ts";

describe("scopeCss", () => {
  it.each([
    [":root{--a:1}", ".lookthrough-root{--a:1}"],
    [
      ':root[data-mantine-color-scheme="dark"]{--a:1}',
      '.lookthrough-root[data-mantine-color-scheme="dark"]{--a:1}',
    ],
    [
      "html,body,#root{margin:0}",
      ".lookthrough-root,.lookthrough-root,.lookthrough-root{margin:0}",
    ],
    [":root,:host{--a:1}", ".lookthrough-root,.lookthrough-root{--a:1}"],
    ["body>.page{top:0}", ".lookthrough-root>.page{top:0}"],
    [
      "@media (prefers-reduced-motion:reduce){body *{transition:none}}",
      "@media (prefers-reduced-motion:reduce){.lookthrough-root *{transition:none}}",
    ],
  ])("says of its root what is said of the page: %s", (css, scoped) => {
    expect(scopeCss(css)).toBe(scoped);
  });

  it.each([
    ".html-block .body,.m-body{color:red}",
    "tbody tr,table thead{color:red}",
    '[data-kind="body"]{color:red}',
    "@font-face{font-family:body}",
    "@keyframes spin{from{top:0}to{top:1px}}",
    ".a::before{content:'body'}",
  ])("leaves what only looks like it: %s", (css) => {
    expect(scopeCss(css)).toBe(css);
  });

  it.each(["(max-width:640px)", "(width<=640px)", "(min-width: 40em)"])(
    "measures the root and not the window: %s",
    (query) => {
      expect(scopeCss(`@media ${query}{.a{top:0}}`)).toBe(
        `@container lookthrough ${query}{.a{top:0}}`,
      );
    },
  );

  it("is not led astray by comments", () => {
    expect(scopeCss("/* body { } */.a{top:0}")).toBe(".a{top:0}");
  });
});

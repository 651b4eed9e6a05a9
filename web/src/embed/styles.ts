import {
  convertCssVariables,
  defaultCssVariablesResolver,
  DEFAULT_THEME,
  mergeMantineTheme,
} from "@mantine/core";
import pageStyles from "virtual:embedded-styles";
import { theme } from "../theme.ts";
import { ROOT_CLASS } from "./scope-css.ts";

const root = `.${ROOT_CLASS}`;

/** Mantine would write them into <style>, which strict pages refuse. */
const themeVariables = () => {
  const whole = mergeMantineTheme(DEFAULT_THEME, theme);
  return convertCssVariables(defaultCssVariablesResolver(whole), root);
};

const OWN = `
:host{all:initial;display:block;height:600px}
:host([hidden]){display:none}
${root}{
  container:lookthrough/inline-size;
  position:relative;
  height:100%;
  overflow:hidden;
  font:14px/1.5 ${theme.fontFamily};
  color:var(--ink);
  background:var(--page);
}
.lookthrough-content{height:100%;display:flex;flex-direction:column}
`;

let sheet: CSSStyleSheet | undefined;

/**
 * Puts the styles in place, once however many pivots there are. A constructed
 * sheet needs no permission of a Content-Security-Policy.
 *
 * @returns what takes them away
 */
export function adoptStyles(scope: Document | ShadowRoot): () => void {
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(pageStyles + themeVariables() + OWN);
  }
  const adopted = sheet;
  if (!scope.adoptedStyleSheets.includes(adopted)) {
    scope.adoptedStyleSheets.push(adopted);
  }
  return () => {
    if (scope.querySelector(root) !== null) return;
    scope.adoptedStyleSheets = scope.adoptedStyleSheets.filter(
      (item) => item !== adopted,
    );
  };
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { Plugin } from "vite";
import { scopeCss } from "./src/embed/scope-css.ts";

const STYLES = "virtual:embedded-styles";
const PLACE = "__LOOKTHROUGH_STYLES__";

/**
 * Puts the styles of all components into the script, which hands them to its shadow
 * root: no file beside it has to be loaded, or can be forgotten.
 */
export const stylesInScript = (): Plugin => ({
  name: "lookthrough:styles-in-script",
  enforce: "post",
  resolveId: (id) => (id === STYLES ? `\0${STYLES}` : undefined),
  load: (id) =>
    id === `\0${STYLES}` ? `export default "${PLACE}"` : undefined,
  generateBundle(_options, bundle) {
    let css = "";
    for (const [name, file] of Object.entries(bundle)) {
      if (file.type === "asset" && name.endsWith(".css")) {
        css += String(file.source);
        delete bundle[name];
      }
    }
    const text = JSON.stringify(scopeCss(css));
    const place = new RegExp(`(["'\`])${PLACE}\\1`);
    const places = Object.values(bundle).filter(
      (file) => file.type === "chunk" && place.test(file.code),
    );
    if (css === "" || places.length !== 1) {
      throw new Error(
        `${places.length} places for ${css.length} characters of styles: there must be one, and some`,
      );
    }
    for (const file of places) {
      if (file.type === "chunk")
        file.code = file.code.replace(place, () => text);
    }
  },
});

const TAG_NAMES = `
declare global {
  interface HTMLElementTagNameMap {
    "lookthrough-pivot": LookthroughPivotElement;
  }
}
`;

/** The wrapper for React, for which React is the page's own, and the types of both. */
export const typesAndWrapper = (folder: string): Plugin => ({
  name: "lookthrough:types-and-wrapper",
  generateBundle() {
    const read = (name: string) => readFileSync(join(folder, name), "utf8");
    const emit = (fileName: string, source: string) =>
      void this.emitFile({ type: "asset", fileName, source });
    const declare = (name: string) =>
      ts.transpileDeclaration(read(name), {
        fileName: name,
        compilerOptions: { verbatimModuleSyntax: true },
      }).outputText;
    const wrapper = "lookthrough-pivot-react.ts";
    emit(
      "lookthrough-pivot.d.ts",
      declare("lookthrough-pivot.types.ts") + TAG_NAMES,
    );
    emit("lookthrough-pivot-react.d.ts", declare(wrapper));
    emit(
      "lookthrough-pivot-react.js",
      ts.transpileModule(read(wrapper), {
        compilerOptions: {
          target: ts.ScriptTarget.ES2022,
          module: ts.ModuleKind.ESNext,
          verbatimModuleSyntax: true,
        },
      }).outputText,
    );
  },
});

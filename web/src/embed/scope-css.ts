/** The element that stands for the page inside an embedded pivot. */
export const ROOT_CLASS = "lookthrough-root";

const ROOT = `.${ROOT_CLASS}`;
const PAGE_ELEMENTS = /(^|[\s,>+~(])(?:html|body|#root)(?![\w-])/g;
const WIDTH_QUERY =
  /@media\s*(?:screen\s+and\s*)?(\((?:(?:max|min)-width\s*:|width\s*[<>]=?)[^)]*\))\s*\{/g;

/**
 * Styles of a whole page → those of an embedded one: what is said of the page is
 * said of its root, and widths are those of the root and not of the window.
 */
export const scopeCss = (css: string): string =>
  css
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(WIDTH_QUERY, "@container lookthrough $1{")
    .replace(/([^{}]+)\{/g, (rule, selector: string) =>
      selector.trimStart().startsWith("@")
        ? rule
        : `${scopeSelector(selector)}{`,
    );

const scopeSelector = (selector: string) =>
  selector
    .replace(/:root(?![\w-])/g, ROOT)
    .replace(/:host(?![\w(-])/g, ROOT)
    .replace(PAGE_ELEMENTS, `$1${ROOT}`);

/** Characters of a query string that servers take; a reload sends it to them. */
export const MAX_ADDRESS = 4_000;

const CUT_PARAMETER = "cut";

/** What a long address does without. */
export interface Shortening {
  /** In words. */
  missing: string;
  /** Of the query string, each as `name=value`. */
  parameters: RegExp;
}

/**
 * The query string an address can hold: the whole one, or what fits of it with
 * a parameter that tells what is missing.
 *
 * @param shortenings to be tried in this order
 */
export function fitAddress(
  search: string,
  shortenings: readonly Shortening[],
): string {
  if (search.length <= MAX_ADDRESS) return search;
  const shorter = shortenings.map(({ missing, parameters }) =>
    [
      ...search.split("&").filter((text) => !parameters.test(text)),
      `${CUT_PARAMETER}=${encodeURIComponent(missing)}`,
    ].join("&"),
  );
  return shorter.find((text) => text.length <= MAX_ADDRESS) ?? "";
}

/** What a cut address leaves out, in words; undefined = it is whole. */
export function missingOf(
  parameters: URLSearchParams,
  shortenings: readonly Shortening[],
): string | undefined {
  const cut = parameters.get(CUT_PARAMETER);
  return shortenings.find(({ missing }) => missing === cut)?.missing;
}

/** Characters of a query string that servers take; a reload sends it to them. */
export const MAX_ADDRESS = 4_000;

const CUT_PARAMETER = "cut";

/** What a long address does without, in this order. */
const CUTS: readonly { missing: string; parameters: RegExp }[] = [
  { missing: "open members", parameters: /^(rows|columns)\.open=/ },
  {
    missing: "open members and filters",
    parameters: /^((rows|columns)\.open|filters)=/,
  },
  { missing: "all but the view", parameters: /^(?!v=|view=)/ },
];

/**
 * The query string an address can hold: the whole one, or what fits of it with
 * a parameter that tells what is missing.
 */
export function addressOf(search: string): string {
  if (search.length <= MAX_ADDRESS) return search;
  const cuts = CUTS.map(({ missing, parameters }) =>
    [
      ...search.split("&").filter((text) => !parameters.test(text)),
      `${CUT_PARAMETER}=${encodeURIComponent(missing)}`,
    ].join("&"),
  );
  return cuts.find((text) => text.length <= MAX_ADDRESS) ?? "";
}

/** What to say of a cut address; undefined = it is whole. */
export function cutMessage(parameters: URLSearchParams): string | undefined {
  const cut = parameters.get(CUT_PARAMETER);
  const known = CUTS.find(({ missing }) => missing === cut);
  return known === undefined
    ? undefined
    : `The address was too long for the whole pivot, it leaves out ${known.missing}: send what Share gives instead`;
}

import { type Shortening, fitAddress, missingOf } from "../steps/address.ts";

const SHORTENINGS: readonly Shortening[] = [
  { missing: "open rows", parameters: /^open=/ },
  { missing: "open rows and filters", parameters: /^(open|slices)=/ },
];

/** The query string an address can hold of the page's. */
export const addressOf = (search: string): string =>
  fitAddress(search, SHORTENINGS);

/** What to say of a cut address; undefined = it is whole. */
export function cutMessage(parameters: URLSearchParams): string | undefined {
  const missing = missingOf(parameters, SHORTENINGS);
  return missing === undefined
    ? undefined
    : `The address was too long for the whole page, it leaves out ${missing}`;
}

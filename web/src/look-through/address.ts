import { type Cut, fitAddress, missingOf } from "../steps/address.ts";

const CUTS: readonly Cut[] = [
  { missing: "open rows", parameters: /^open=/ },
  { missing: "open rows and filters", parameters: /^(open|slices)=/ },
];

/** The query string an address can hold of the page's. */
export const addressOf = (search: string): string => fitAddress(search, CUTS);

/** What to say of a cut address; undefined = it is whole. */
export function cutMessage(parameters: URLSearchParams): string | undefined {
  const missing = missingOf(parameters, CUTS);
  return missing === undefined
    ? undefined
    : `The address was too long for the whole page, it leaves out ${missing}`;
}

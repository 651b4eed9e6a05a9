import { type Shortening, fitAddress, missingOf } from "../../steps/address.ts";

const SHORTENINGS: readonly Shortening[] = [
  { missing: "open members", parameters: /^(rows|columns)\.open=/ },
  {
    missing: "open members and filters",
    parameters: /^((rows|columns)\.open|filters)=/,
  },
  { missing: "all but the view", parameters: /^(?!v=|view=)/ },
];

/** The query string an address can hold of a pivot's. */
export const addressOf = (search: string): string =>
  fitAddress(search, SHORTENINGS);

/** What to say of a cut address; undefined = it is whole. */
export function cutMessage(parameters: URLSearchParams): string | undefined {
  const missing = missingOf(parameters, SHORTENINGS);
  return missing === undefined
    ? undefined
    : `The address was too long for the whole pivot, it leaves out ${missing}: send what Share gives instead`;
}

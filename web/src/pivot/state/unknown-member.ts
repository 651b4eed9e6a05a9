import { quote } from "./view-fields.ts";

/**
 * What to say of a name that no member has. The model is read with the user's
 * access, so that one hidden by it looks like one that is not there.
 *
 * @param kind what was looked for, e.g. `measure`
 * @param outcome goes on after the name, e.g. `: left out`
 */
export const unknownMember = (
  kind: string,
  name: string,
  outcome: string,
): string =>
  `Unknown ${kind} ${quote(name)}${outcome} (hidden by your access or not in this model)`;

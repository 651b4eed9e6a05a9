import { CONDITIONS } from "./translate-statements-conditions.ts";
import { GROUPS } from "./translate-statements-groups.ts";
import { NESTED } from "./translate-statements-nested.ts";
import { ROWS } from "./translate-statements-rows.ts";
import { TIMES } from "./translate-statements-times.ts";
import { TOOLS } from "./translate-statements-tools.ts";

export { ORDERED } from "./translate-statements-ordered.ts";

/** Statements whose rows come in any order. */
export const UNORDERED = [
  ...GROUPS,
  ...CONDITIONS,
  ...TIMES,
  ...ROWS,
  ...NESTED,
  ...TOOLS,
];

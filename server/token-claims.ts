import { UsageError } from "../base/errors.ts";

/** Values of the options that may be given several times. */
export interface RepeatedOptions {
  group: string[];
  claim: string[];
  scope: string[];
}

const SCOPES = ["sql", "jobs"];

/** Claims that mean something to the token itself. */
const RESERVED = ["iat", "exp", "nbf", "groups", "scopes"];

const isRepeated = (name: string): name is keyof RepeatedOptions =>
  name === "group" || name === "claim" || name === "scope";

/** Takes the repeatable options out of argv, and leaves one of each as its sign. */
export function splitRepeated(
  argv: string[],
): [values: RepeatedOptions, rest: string[]] {
  const values: RepeatedOptions = { group: [], claim: [], scope: [] };
  const rest: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? "";
    const [name = "", ...inline] = word.replace(/^--/, "").split("=");
    if (!word.startsWith("--") || !isRepeated(name)) {
      rest.push(word);
      continue;
    }
    const value = inline.length > 0 ? inline.join("=") : argv[++index];
    if (value === undefined || value === "" || value.startsWith("--")) {
      throw new UsageError(`--${name} needs a value`, "--help describes it");
    }
    values[name].push(value);
  }
  return [values, rest];
}

/**
 * Claims of a token. Whether its groups are legal is for cube.js to say.
 *
 * @throws UsageError naming what is legal
 */
export function tokenClaims({
  group,
  claim,
  scope,
}: RepeatedOptions): Record<string, unknown> {
  for (const name of scope) {
    if (!SCOPES.includes(name)) {
      throw new UsageError(
        `unknown scope: ${name}`,
        `legal: ${SCOPES.join(", ")}`,
      );
    }
  }
  return {
    ...Object.fromEntries(claim.map(readClaim)),
    groups: group,
    ...(scope.length > 0 && { scopes: scope }),
  };
}

function readClaim(text: string): [name: string, value: string | number] {
  const [, name = "", value = ""] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (name === "" || value === "") {
    throw new UsageError(`--claim must be name=value: ${text}`);
  }
  if (RESERVED.includes(name)) {
    throw new UsageError(
      `--claim cannot set ${name}`,
      "it has an option of its own",
    );
  }
  return [name, /^\d{1,15}$/.test(value) ? Number(value) : value];
}

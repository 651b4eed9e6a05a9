import { join } from "node:path";
import { reportError, runCommand, type Command } from "../base/cli.ts";
import { UsageError } from "../base/errors.ts";
import { processApiSecret } from "./config.ts";
import { signToken, tokenKey } from "./cube/api-token.ts";
import { assertGroups } from "./cube/auth.ts";
import { loadCubeOptions } from "./cube/cube-options.ts";
import {
  splitRepeated,
  tokenClaims,
  type RepeatedOptions,
} from "./token-claims.ts";

const ROOT = join(import.meta.dirname, "..");

/** Characters below which a secret can be guessed from a token. */
const SECRET_LENGTH = 32;

const EXPIRY = /^\d+(s|m|h|d|w)$/;

const token: Command = {
  name: "",
  summary: "Mints an API token, signed with CUBEJS_API_SECRET.",
  options: {
    group: {
      type: "string",
      value: "name",
      description:
        "access-policy group: analyst, desk or portfolio_manager; may be repeated",
    },
    claim: {
      type: "string",
      value: "name=value",
      description: "claim a group needs, e.g. desk=Rates; may be repeated",
    },
    scope: {
      type: "string",
      value: "name",
      description: "further API scope: sql or jobs; may be repeated",
    },
    expires: {
      type: "string",
      value: "time",
      default: "8h",
      description: "lifetime: a number and s, m, h, d or w",
    },
  },
  async run(args) {
    const expires = args.text("expires") ?? "";
    if (!EXPIRY.test(expires)) {
      throw new UsageError(
        `--expires must be a number and s, m, h, d or w: ${expires}`,
        "for example 8h",
      );
    }
    const secret = processApiSecret();
    if (secret === undefined || secret.length < SECRET_LENGTH) {
      throw new UsageError(
        `CUBEJS_API_SECRET must have at least ${SECRET_LENGTH} characters: ${secret === undefined ? "not set" : `${secret.length} characters`}`,
        "set it to the secret the server was started with",
      );
    }
    const claims = tokenClaims(repeated);
    const { contextToGroups } = await loadCubeOptions(ROOT);
    await assertGroups(claims, contextToGroups);
    process.stdout.write(`${signToken(claims, tokenKey(secret), expires)}\n`);
  },
};

let repeated: RepeatedOptions;
let rest: string[];
try {
  [repeated, rest] = splitRepeated(process.argv.slice(2));
} catch (error) {
  process.exit(reportError(error, false));
}
await runCommand("npm run token --", token, rest);

import type { Config } from "../config.ts";
import { SqlError } from "../sql-api/sql-error.ts";
import { tokenKey } from "./api-token.ts";
import { assertGroups } from "./auth.ts";
import type { CubeOptions } from "./cube-core.ts";
import { tokenVerifier } from "./token-cache.ts";
import { errorMessage, ServiceError } from "../../base/errors.ts";

export interface SqlAuthAnswer {
  password?: string;
  skipPasswordCheck?: boolean;
  superuser?: boolean;
  securityContext: Record<string, unknown>;
}

export type CheckSqlAuth = (
  request: unknown,
  user: string | null,
  password: string | null,
) => Promise<SqlAuthAnswer>;

/** Who sees everything, and may ask for the SQL that answers a query (EXPLAIN). */
const FULL_ACCESS = { groups: ["analyst"], scopes: ["sql"] };

/** The user that is asked for a token where others need no password. */
const TOKEN_USER = "token";

/** Three parts in base64url: no password of a person looks like that. */
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * Who may use the SQL API: the user of the configuration, who sees everything, and
 * anybody whose password is an API token, with the rights it gives. In development,
 * which listens on loopback only, everybody may, like everywhere else, and without a
 * password; the user `token` is asked for one, to try what others see.
 */
export function sqlAuth(
  { mode, sqlApi }: Pick<Config, "mode" | "sqlApi">,
  secret: string,
  contextToGroups: CubeOptions["contextToGroups"],
): CheckSqlAuth {
  const verify = tokenVerifier(tokenKey(secret));
  const { login } = sqlApi;
  return async (_request, user, password) => {
    if (login !== undefined && user === login.user) {
      return { password: login.password, securityContext: FULL_ACCESS };
    }
    if (password !== null && TOKEN.test(password)) {
      return {
        skipPasswordCheck: true,
        securityContext: await tokenContext(password, verify, contextToGroups),
      };
    }
    if (entersFreely({ mode, sqlApi }) && user !== TOKEN_USER) {
      return { skipPasswordCheck: true, securityContext: {} };
    }
    throw new Error(`no user ${user ?? ""}, and the password is no API token`);
  };
}

/** Whether users without a password exist. */
export const entersFreely = ({
  mode,
  sqlApi,
}: Pick<Config, "mode" | "sqlApi">): boolean =>
  mode === "development" && sqlApi.login === undefined;

/** @throws SqlError 28000 with what is wrong with the token */
async function tokenContext(
  token: string,
  verify: (token: string) => Record<string, unknown>,
  contextToGroups: CubeOptions["contextToGroups"],
): Promise<Record<string, unknown>> {
  try {
    const claims = verify(token);
    await assertGroups(claims, contextToGroups);
    return claims;
  } catch (error) {
    const hint = error instanceof ServiceError ? error.hint : undefined;
    throw new SqlError(
      "28000",
      `the token is refused: ${errorMessage(error)}`,
      {
        severity: "FATAL",
        ...(hint === undefined ? {} : { hint }),
      },
    );
  }
}

import { errorMessage, ServiceError } from "../../base/errors.ts";
import type { Config } from "../config.ts";
import { assertNotExpired, missingToken, tokenKey } from "./api-token.ts";
import type { AuthRequest, CubeOptions } from "./cube-core.ts";
import { tokenVerifier } from "./token-cache.ts";

type SecurityContext = Record<string, unknown>;

/** The hooks of Cube that decide who may ask what. */
export interface AuthHooks {
  checkAuth(
    request: AuthRequest,
    authorization: string | undefined,
  ): Promise<{ security_context: SecurityContext }>;
  contextToApiScopes: (context: SecurityContext) => string[];
  extendContext: (request: AuthRequest) => Record<string, unknown>;
}

/** What every token may use; `sql` and `jobs` only when its claim `scopes` says so. */
const DEFAULT_SCOPES = ["meta", "data", "graphql"];
const EXTRA_SCOPES = ["sql", "jobs"];

/** Claims about the token and not about its bearer. */
const REGISTERED_CLAIMS = ["iat", "exp", "nbf"];

/**
 * In production every request needs a token. In development, which listens on
 * loopback only, none is needed, but a token that is sent has to be right.
 *
 * @param toCubeError turns our error into one that Cube answers with its status
 */
export function authHooks(
  { mode }: Pick<Config, "mode">,
  secret: string,
  contextToGroups: CubeOptions["contextToGroups"],
  toCubeError: (error: ServiceError) => Error,
): AuthHooks {
  const verify = tokenVerifier(tokenKey(secret));
  const production = mode === "production";

  const securityContext = async (token: string | undefined) => {
    if (token === undefined || token === "") {
      if (production) throw missingToken();
      return {};
    }
    const claims = verify(token.replace(/^Bearer\s+/i, ""));
    // The Playground signs a token that says nothing: nobody in particular.
    if (!production && Object.keys(claims).every(isRegistered)) return {};
    await assertGroups(claims, contextToGroups);
    return claims;
  };

  return {
    async checkAuth(_request, authorization) {
      try {
        const context = await securityContext(authorization);
        return { security_context: context };
      } catch (error) {
        throw error instanceof ServiceError ? toCubeError(error) : error;
      }
    },
    contextToApiScopes(context) {
      const scopes = context?.["scopes"];
      if (!production && Object.keys(context ?? {}).length === 0) {
        return [...DEFAULT_SCOPES, ...EXTRA_SCOPES];
      }
      return [
        ...DEFAULT_SCOPES,
        ...EXTRA_SCOPES.filter(
          (scope) => Array.isArray(scopes) && scopes.includes(scope),
        ),
      ];
    },
    // Called for each request and each message: a WebSocket outlives its token.
    extendContext(request) {
      try {
        assertNotExpired(request.securityContext ?? {});
      } catch (error) {
        throw error instanceof ServiceError ? toCubeError(error) : error;
      }
      return {};
    },
  };
}

const isRegistered = (claim: string) => REGISTERED_CLAIMS.includes(claim);

/**
 * Asks cube.js for the groups of a token, early: Cube would answer its error as
 * a failure of its own.
 *
 * @throws ServiceError (403) `token-groups`
 */
export async function assertGroups(
  securityContext: SecurityContext,
  contextToGroups: CubeOptions["contextToGroups"],
): Promise<void> {
  try {
    await contextToGroups?.({ securityContext });
  } catch (error) {
    throw new ServiceError("token-groups", errorMessage(error), {
      status: 403,
      hint: "mint a token with --group and the claims its group needs",
    });
  }
}

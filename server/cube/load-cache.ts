import type { Request, RequestHandler } from "express";
import { claimsKey } from "./answer-cache.ts";
import { tokenKey } from "./api-token.ts";
import type { DataVersion } from "./data-version.ts";
import type { Metrics } from "./metrics.ts";
import { responseCache } from "./response-cache.ts";
import { tokenVerifier } from "./token-cache.ts";

/** The cache of answers to /load, for production: it does not see the model change. */
export function loadCache(
  data: DataVersion,
  secret: string,
  metrics: Metrics,
): RequestHandler {
  const verify = tokenVerifier(tokenKey(secret));
  return responseCache({
    version: () => data.current(),
    // eslint-disable-next-line @typescript-eslint/require-await
    identify: async (request) => claimsKey(verify(sentToken(request))),
    onHit: () => metrics.cache(true),
  });
}

/** The token where Cube looks for it. */
function sentToken({ headers }: Request): string {
  const header = headers["x-cube-authorization"] ?? headers.authorization ?? "";
  const [scheme = "", token] = String(header).split(" ", 2);
  return token ?? scheme;
}

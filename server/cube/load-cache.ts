import type { Request, RequestHandler } from "express";
import type { ClickHouseConnection } from "../config.ts";
import { tokenKey } from "./api-token.ts";
import { watchDataVersion } from "./data-version.ts";
import type { Metrics } from "./metrics.ts";
import { responseCache } from "./response-cache.ts";
import { tokenVerifier } from "./token-cache.ts";

export interface LoadCache {
  middleware: RequestHandler;
  stop(): Promise<void>;
}

/** The cache of answers to /load, for production: it does not see the model change. */
export function loadCache(
  connection: ClickHouseConnection,
  secret: string,
  metrics: Metrics,
): LoadCache {
  const data = watchDataVersion(connection);
  const verify = tokenVerifier(tokenKey(secret));
  return {
    middleware: responseCache({
      version: () => data.current(),
      // eslint-disable-next-line @typescript-eslint/require-await
      async identify(request) {
        // When the token was made does not matter, only for whom.
        return JSON.stringify({
          ...verify(sentToken(request)),
          iat: undefined,
          exp: undefined,
        });
      },
      onHit: () => metrics.cache(true),
    }),
    stop: () => data.stop(),
  };
}

/** The token where Cube looks for it. */
function sentToken({ headers }: Request): string {
  const header = headers["x-cube-authorization"] ?? headers.authorization ?? "";
  const [scheme = "", token] = String(header).split(" ", 2);
  return token ?? scheme;
}

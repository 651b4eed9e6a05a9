import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";
import { ServiceError } from "../../base/errors.ts";
import type { Config } from "../config.ts";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

const METHODS = "GET,POST,DELETE";
const HEADERS = "authorization,content-type,x-request-id";
/** Seconds for which a browser remembers a preflight. */
const PREFLIGHT_AGE = 600;

type GuardConfig = Pick<Config, "mode" | "corsOrigins">;

const urlOf = (text: string) => {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
};

/**
 * Whether a browser may have sent this for another site. In development nobody
 * needs a token, so that any page could read the API through the user's browser.
 *
 * @throws ServiceError (403) `origin-refused`, or `host-refused` for a name that
 *   somebody pointed at loopback
 */
export function assertSameSite(
  { headers }: Pick<IncomingMessage, "headers">,
  { mode, corsOrigins }: GuardConfig,
): void {
  if (mode === "production") return;
  const host = urlOf(`http://${headers.host ?? ""}`)?.hostname ?? "";
  if (!LOOPBACK.has(host)) {
    throw new ServiceError(
      "host-refused",
      `in development the API answers on loopback names only: ${host || "(no host)"}`,
      { status: 403, hint: `use one of ${[...LOOPBACK].join(", ")}` },
    );
  }
  const { origin } = headers;
  if (origin === undefined || corsOrigins.includes(origin)) return;
  if (!LOOPBACK.has(urlOf(origin)?.hostname ?? "")) {
    throw new ServiceError(
      "origin-refused",
      `requests from this origin are refused: ${origin}`,
      { status: 403, hint: "name it in CORS_ORIGINS to allow it" },
    );
  }
}

/** Refuses other sites in development, and lets the configured origins in. */
export function requestGuard(config: GuardConfig): RequestHandler {
  return (request, response, next) => {
    response.set({
      "X-Content-Type-Options": "nosniff",
      "X-Frame-Options": "SAMEORIGIN",
      "Referrer-Policy": "no-referrer",
    });
    assertSameSite(request, config);
    const { origin } = request.headers;
    const allowed = origin !== undefined && config.corsOrigins.includes(origin);
    if (config.corsOrigins.length > 0) response.vary("Origin");
    if (allowed) {
      response.set({
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Expose-Headers": "x-request-id",
      });
    }
    if (request.method !== "OPTIONS") {
      next();
      return;
    }
    if (allowed) {
      response.set({
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": HEADERS,
        "Access-Control-Max-Age": String(PREFLIGHT_AGE),
      });
    }
    response.status(204).end();
  };
}

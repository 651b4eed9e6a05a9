import type { NextFunction, Request, RequestHandler, Response } from "express";
import { LRUCache } from "lru-cache";

export interface ResponseCacheOptions {
  /**
   * Identifies the data all answers are computed from; undefined while it is
   * unknown or has just changed: nothing is then served or stored.
   */
  version: () => string | undefined;
  /** Who asks: equal texts may see equal answers. Rejects for a bad token. */
  identify: (request: Request) => Promise<string>;
  onHit?: () => void;
  /** Bytes of answers kept. @default 64 MiB */
  maxBytes?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

interface Entry {
  version: string;
  contentType: string;
  body: Buffer;
}

const DEFAULT_MAX_BYTES = 64 * 2 ** 20;
const MINUTE = 60_000;
/** Cache modes of the Cube API that allow an answer computed earlier. */
const CACHEABLE = new Set(["", "stale-if-slow", "stale-while-revalidate"]);

const requestedCache = (request: Request): string => {
  const body = request.body as { cache?: unknown } | undefined;
  const mode = request.query["cache"] ?? body?.cache ?? "";
  return typeof mode === "string" ? mode : "invalid";
};

/**
 * Answers a repeated load request without asking Cube, which plans its SQL anew
 * for every request. An answer is reused only for the same claims, the same
 * request and unchanged data, and within one minute of the clock, so that a
 * relative date range never outlives its day.
 */
export function responseCache(options: ResponseCacheOptions): RequestHandler {
  const { version, identify, onHit, now = Date.now } = options;
  const entries = new LRUCache<string, Entry>({
    maxSize: options.maxBytes ?? DEFAULT_MAX_BYTES,
    sizeCalculation: ({ body }, key) => body.length + key.length,
  });

  const serve = async (
    request: Request,
    response: Response,
    next: NextFunction,
  ) => {
    const current = version();
    if (current === undefined || !CACHEABLE.has(requestedCache(request))) {
      next();
      return;
    }
    let claims: string;
    try {
      claims = await identify(request);
    } catch {
      // Cube's own check answers a bad token.
      next();
      return;
    }
    const key = [
      Math.floor(now() / MINUTE),
      claims,
      request.method,
      request.originalUrl,
      request.method === "POST" ? JSON.stringify(request.body) : "",
    ].join("\n");
    const found = entries.get(key);
    if (found?.version === current) {
      onHit?.();
      response.setHeader("content-type", found.contentType);
      response.send(found.body);
      return;
    }
    const send = response.send.bind(response);
    response.send = (body: unknown) => {
      const bytes = asBytes(body);
      if (
        bytes !== undefined &&
        response.statusCode === 200 &&
        // "Continue wait" is a 200 too.
        !bytes.subarray(0, 8).equals(ERROR_PREFIX)
      ) {
        entries.set(key, {
          version: current,
          contentType: "application/json; charset=utf-8",
          body: bytes,
        });
      }
      return send(body);
    };
    next();
  };
  return (request, response, next) => {
    serve(request, response, next).catch(next);
  };
}

const ERROR_PREFIX = Buffer.from('{"error"');

/** `res.json` arrives here as text, Cube's own answers as bytes. */
function asBytes(body: unknown): Buffer | undefined {
  if (Buffer.isBuffer(body)) return body;
  return typeof body === "string" ? Buffer.from(body) : undefined;
}

import type { NextFunction, Request, RequestHandler, Response } from "express";
import {
  allowsKept,
  AnswerCache,
  type AnswerCacheOptions,
} from "./answer-cache.ts";

export interface ResponseCacheOptions extends Omit<
  AnswerCacheOptions<Buffer>,
  "sizeOf"
> {
  /** Who asks: equal texts may see equal answers. Rejects for a bad token. */
  identify: (request: Request) => Promise<string>;
}

const CONTENT_TYPE = "application/json; charset=utf-8";

const requestedCache = (request: Request): string => {
  const body = request.body as { cache?: unknown } | undefined;
  const mode = request.query["cache"] ?? body?.cache ?? "";
  return typeof mode === "string" ? mode : "invalid";
};

/**
 * Answers a repeated load request without asking Cube, which plans its SQL anew
 * for every request. An answer is reused only for the same claims, the same
 * request and unchanged data, and within one minute of the clock.
 */
export function responseCache({
  identify,
  ...options
}: ResponseCacheOptions): RequestHandler {
  const answers = new AnswerCache<Buffer>({
    ...options,
    sizeOf: ({ length }) => length,
  });

  const serve = async (
    request: Request,
    response: Response,
    next: NextFunction,
  ) => {
    if (!allowsKept(requestedCache(request))) {
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
    const asked = answers.ask(
      [
        claims,
        request.method,
        request.originalUrl,
        request.method === "POST" ? JSON.stringify(request.body) : "",
      ].join("\n"),
    );
    if (asked?.known !== undefined) {
      response.setHeader("content-type", CONTENT_TYPE);
      response.send(asked.known);
      return;
    }
    if (asked !== undefined) keepSent(response, (body) => asked.keep(body));
    next();
  };
  return (request, response, next) => {
    serve(request, response, next).catch(next);
  };
}

/** Passes on what is sent if it is an answer. */
function keepSent(response: Response, keep: (body: Buffer) => void): void {
  const send = response.send.bind(response);
  response.send = (body: unknown) => {
    const bytes = asBytes(body);
    if (
      bytes !== undefined &&
      response.statusCode === 200 &&
      // "Continue wait" is a 200 too.
      !bytes.subarray(0, 8).equals(ERROR_PREFIX)
    ) {
      keep(bytes);
    }
    return send(body);
  };
}

const ERROR_PREFIX = Buffer.from('{"error"');

/** `res.json` arrives here as text, Cube's own answers as bytes. */
function asBytes(body: unknown): Buffer | undefined {
  if (Buffer.isBuffer(body)) return body;
  return typeof body === "string" ? Buffer.from(body) : undefined;
}

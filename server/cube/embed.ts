import { existsSync } from "node:fs";
import { join } from "node:path";
import express, { Router } from "express";
import { ServiceError } from "../../base/errors.ts";

/** Where pages of others load the pivot from. */
const EMBED_PATH = "/embed";

/** Chunks are named by their content; the script itself is not. */
const FOREVER = "public, max-age=31536000, immutable";

/**
 * The pivot as a custom element, `/embed/lookthrough-pivot.js`, for pages of the
 * origins in CORS_ORIGINS. Built by `npm run build:embed`.
 */
export function embedRoutes(folder: string): Router {
  const router = Router();
  router.use(
    EMBED_PATH,
    express.static(folder, {
      index: false,
      setHeaders: (response, path) => {
        response.setHeader(
          "Cache-Control",
          path.startsWith(join(folder, "chunks")) ? FOREVER : "no-cache",
        );
      },
    }),
    (request, _response, next) => {
      next(
        existsSync(folder)
          ? undefined
          : new ServiceError("embed-not-built", `not built: ${request.path}`, {
              status: 404,
              hint: "npm run build:embed",
            }),
      );
    },
  );
  return router;
}

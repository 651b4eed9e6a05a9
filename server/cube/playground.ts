import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import express, { Router, type RequestHandler } from "express";
import { ServiceError } from "../../base/errors.ts";

const require = createRequire(import.meta.url);

/** Where the Playground is; its own links are relative or from the root. */
const BASE = "/playground";

/** What a page may load: nothing from elsewhere, so that it works offline. */
const CONTENT_POLICY =
  "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'self'";

/**
 * Parts of the Playground that write files, install packages or rewrite the
 * model. The model here is written by hand, and anyone on the machine could call them.
 */
const WRITING_ROUTES =
  /^\/playground\/(env|driver|generate-schema|apply-template-packages|start-dashboard-app|manifest|live-preview|test-connection|schema)(\/|$)/;

/**
 * Cube's Playground at /playground/, beside our client at /. Must come before
 * Cube's own routes, which would claim / for it.
 */
export function playgroundRoutes(): Router {
  const router = Router();
  const folder = join(
    dirname(require.resolve("@cubejs-backend/server-core/package.json")),
    "playground",
  );
  const page = playgroundPage(readFileSync(join(folder, "index.html"), "utf8"));
  const sendPage: RequestHandler = (request, response) => {
    if (request.path === BASE && !request.originalUrl.startsWith(`${BASE}/`)) {
      response.redirect(`${BASE}/`);
      return;
    }
    response.set({
      "Content-Security-Policy": CONTENT_POLICY,
      "Cache-Control": "no-cache",
    });
    response.type("html").send(page);
  };
  router.use(relocate);
  router.use(refuseWriting);
  router.get([BASE, `${BASE}/`, `${BASE}/index.html`], sendPage);
  for (const path of ["assets", "fonts", "vizard"]) {
    router.use(`${BASE}/${path}`, express.static(join(folder, path)));
  }
  router.use("/vizard", express.static(join(folder, "vizard")));
  router.get(`${BASE}/:file`, (request, response, next) => {
    if (!request.params.file.includes(".")) {
      next();
      return;
    }
    response.sendFile(request.params.file, { root: folder }, (error) => {
      if (error) next();
    });
  });
  return router;
}

/** The page without its analytics, which call home. */
export const playgroundPage = (html: string): string =>
  html.replace(/<script>[\s\S]*?analytics[\s\S]*?<\/script>/, "");

/** The page asks for `playground/context` and for the API relative to itself. */
const relocate: RequestHandler = (request, _response, next) => {
  request.url = request.url.replace(
    /^\/playground(?=\/(playground|cubejs-api|cubejs-system)\/)/,
    "",
  );
  next();
};

const refuseWriting: RequestHandler = (request, _response, next) => {
  if (WRITING_ROUTES.test(request.path)) {
    throw new ServiceError(
      "playground-read-only",
      `this part of the Playground is switched off: ${request.path}`,
      { status: 403, hint: "edit the files below model/ by hand" },
    );
  }
  next();
};

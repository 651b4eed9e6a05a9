import { existsSync } from "node:fs";
import { join } from "node:path";
import express, { Router } from "express";

/** The build's own files are named by their content; the page itself is not. */
const FOREVER = "public, max-age=31536000, immutable";

const CONTENT_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; frame-ancestors 'self'";

const BUILDING = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<title>Lookthrough</title><p>The web client is being built; this page reloads.</p>`;

/** Addresses of the client's pages; the client itself tells them apart. */
const PAGES = ["/", "/index.html", "/look-through", "/sql"];

/** The built web client. A build that ends later is served from then on. */
export function webClientRoutes(folder: string): Router {
  const router = Router();
  router.get(PAGES, (_request, response) => {
    response.set({
      "Cache-Control": "no-cache",
      "Content-Security-Policy": CONTENT_POLICY,
    });
    if (existsSync(join(folder, "index.html"))) {
      response.sendFile("index.html", { root: folder });
    } else {
      response.status(503).type("html").send(BUILDING);
    }
  });
  router.use(
    express.static(folder, {
      index: false,
      setHeaders: (response, path) => {
        response.setHeader(
          "Cache-Control",
          path.includes(`${join(folder, "assets")}`) ? FOREVER : "no-cache",
        );
      },
    }),
  );
  return router;
}

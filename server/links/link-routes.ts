import { Router, type Request } from "express";
import type { AuthHooks } from "../cube/auth.ts";
import type { LinkStore } from "./link-store.ts";

/** Where short links are. */
export const LINKS_PATH = "/lookthrough/links";

/**
 * Short links for addresses that are too long to share: `POST {search}` answers
 * 201 `{id}`, `GET /<id>` answers `{search}`. Whoever may ask the API may use them.
 */
export function linkRoutes(
  store: LinkStore,
  auth: Pick<AuthHooks, "checkAuth">,
): Router {
  const router = Router();
  router.use(LINKS_PATH, (request, _response, next) => {
    auth.checkAuth(request, sentToken(request)).then(() => next(), next);
  });
  router.post(LINKS_PATH, (request, response, next) => {
    const { search } = Object(request.body as unknown) as { search?: unknown };
    store.keep(search).then((id) => response.status(201).json({ id }), next);
  });
  router.get(`${LINKS_PATH}/:id`, (request, response, next) => {
    store
      .find(request.params.id)
      .then((search) => response.json({ search }), next);
  });
  return router;
}

/** The token where Cube looks for it. */
const sentToken = ({ headers }: Request): string | undefined => {
  const own = headers["x-cube-authorization"];
  return typeof own === "string" ? own : headers.authorization;
};

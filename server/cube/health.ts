import { Router } from "express";
import { errorMessage } from "../../base/errors.ts";

/** What must work before a load balancer may send requests. */
export interface Readiness {
  isWarehouseUp(): Promise<boolean>;
  /** @throws when the model does not compile */
  compileModel(): Promise<void>;
  /** Whether the first queries were answered, so that the next are fast. */
  isWarm(): boolean;
}

/**
 * `/health/live` says that the process is alive, also while the warehouse is
 * away: restarting the API would not bring it back. `/health/ready` says
 * whether queries can be answered, and what is missing. `/livez` and `/readyz`
 * are the same under Cube's names and in Cube's form.
 */
export function healthRoutes(readiness: Readiness): Router {
  const router = Router();
  router.get("/health/live", (_request, response) => {
    response.json({ status: "alive", uptime: Math.round(process.uptime()) });
  });
  router.get("/livez", (_request, response) => {
    response.json({ health: "HEALTH" });
  });
  router.get("/health/ready", (_request, response) => {
    void check(readiness).then(({ ready, ...parts }) => {
      response
        .status(ready ? 200 : 503)
        .json({ status: ready ? "ready" : "not-ready", ...parts });
    });
  });
  router.get("/readyz", (_request, response) => {
    void check(readiness).then(({ ready }) => {
      response
        .status(ready ? 200 : 500)
        .json({ health: ready ? "HEALTH" : "DOWN" });
    });
  });
  return router;
}

/** Each part is `up`, or says what is wrong with it. Never rejects. */
async function check(readiness: Readiness) {
  const up = () => "up";
  const [warehouse, model] = await Promise.all([
    readiness
      .isWarehouseUp()
      .then((answers) => (answers ? "up" : "down"))
      .catch(() => "down"),
    readiness.compileModel().then(up).catch(errorMessage),
  ]);
  const warm = readiness.isWarm() ? "up" : "starting";
  const parts = { warehouse, model, warm };
  return {
    ready: Object.values(parts).every((part) => part === "up"),
    ...parts,
  };
}

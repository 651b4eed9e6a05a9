import { randomBytes } from "node:crypto";
import { join, relative } from "node:path";
import express, { type Express, type RequestHandler } from "express";
import type { ServiceError } from "../../base/errors.ts";
import {
  applyEnvironment,
  type ClickHouseConnection,
  type Config,
} from "../config.ts";
import { cubeVariables } from "../cube-variables.ts";
import type { Listener } from "../listener.ts";
import type { Log } from "../log.ts";
import { signToken, tokenKey } from "./api-token.ts";
import { authHooks } from "./auth.ts";
import { redirectConsole } from "./console.ts";
import { loadCube, type CubeCore, type CubeOptions } from "./cube-core.ts";
import { cubeLogger } from "./cube-log.ts";
import { loadCubeOptions } from "./cube-options.ts";
import { watchDataVersion } from "./data-version.ts";
import { embedRoutes } from "./embed.ts";
import {
  describedMessages,
  errorHandler,
  errorResponses,
} from "./error-responses.ts";
import { loadCache } from "./load-cache.ts";
import { healthRoutes } from "./health.ts";
import { linkRoutes } from "../links/link-routes.ts";
import { LinkStore } from "../links/link-store.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { installNative } from "./native.ts";
import { QueryStages } from "./query-stages.ts";
import { abandonOnHangUp, type QueryWaits, queryWaits } from "./query-waits.ts";
import { serverTiming } from "./server-timing.ts";
import { sqlAuth } from "./sql-auth.ts";
import { chooseSqlApi, startSqlApi } from "./sql-api.ts";
import { SQL_CONNECTION_PATH, sqlConnectionRoute } from "./sql-connection.ts";
import { playgroundRoutes } from "./playground.ts";
import { requestGuard } from "./request-guard.ts";
import { requestId } from "./request-id.ts";
import { serveSockets } from "./sockets.ts";
import { warmUp, type WarmUp } from "./warm-up.ts";
import { warehouseProbe } from "./warehouse-probe.ts";
import { webClientRoutes } from "./web-client.ts";

/** What the API needs of the warehouse. */
export interface ApiWarehouse {
  connections: { cube: ClickHouseConnection };
  isUp(): Promise<boolean>;
}

/** Cube, served. */
export interface Api {
  core: CubeCore;
  metrics: Metrics;
  warmUp(): Promise<WarmUp>;
  stop(): Promise<void>;
}

export interface ApiOptions {
  config: Config;
  warehouse: ApiWarehouse;
  listener: Listener;
  log: Log;
  /** Folder of cube.js, model/ and web/dist. */
  root: string;
}

/** Boots Cube inside our Express app and serves it on the listener. */
export async function startApi(options: ApiOptions): Promise<Api> {
  const { config, warehouse, listener, root } = options;
  const log = options.log.part("api");
  const secret = config.apiSecret ?? randomBytes(32).toString("hex");
  const variables = cubeVariables(config, warehouse.connections.cube, secret);
  applyEnvironment({
    ...variables,
    // Cube takes the path of the model as relative to the working directory.
    CUBEJS_SCHEMA_PATH: relative(
      process.cwd(),
      join(root, variables["CUBEJS_SCHEMA_PATH"] ?? "model"),
    ),
  });
  redirectConsole(log.part("cube"));
  const native = installNative();
  log.info("cube's native functions", { kind: native });

  const isUp = warehouseProbe(warehouse);
  const metrics = createMetrics(isUp);
  // Answers are kept in production only: nobody sees the model change.
  const data =
    config.mode === "production"
      ? watchDataVersion(warehouse.connections.cube)
      : undefined;
  const { createCore, createSocketServer, HandlerError } = loadCube();
  const waits = queryWaits(() => core, log);
  const stages = new QueryStages();
  const sqlApi = await chooseSqlApi(
    { ...options, metrics, data, waits, HandlerError },
    native,
  );
  const own = await loadCubeOptions(root);
  const toCubeError = ({ status, message }: ServiceError) =>
    new HandlerError(status, "Forbidden", message);
  const logEvent = cubeLogger(log, metrics);
  const core: CubeCore = createCore({
    ...own,
    ...authHooks(config, secret, own.contextToGroups, toCubeError),
    logger: (event: string, parameters: Record<string, unknown>) => {
      waits.note(event, parameters);
      stages.note(event, parameters);
      logEvent(event, parameters);
    },
    telemetry: false,
    apiSecret: secret,
  } satisfies CubeOptions);
  // It would end the process at once and leave the engine running.
  process.removeListener("uncaughtException", core.onUncaughtException);

  let warm = false;
  const app = createApp({
    ...options,
    core,
    metrics,
    waits,
    isUp,
    stageOf: (requestId) => stages.stageOf(requestId),
    isWarm: () => warm,
    cache: data && loadCache(data, secret, metrics),
    links: linkRoutes(
      new LinkStore(config.linksDir),
      authHooks(config, secret, own.contextToGroups, (error) => error),
    ),
    bodyLimit: variables["CUBEJS_MAX_REQUEST_SIZE"],
    log,
  });
  await core.initApp(app);
  const checkSqlAuth = sqlAuth(config, secret, own.contextToGroups);
  const stopSqlApi = await startSqlApi(sqlApi, core, {
    // A cube.js of one's own may know other users.
    checkSqlAuth,
    ...own,
  });
  app.use(notFound, errorHandler(log));

  const subscribe = core.initSubscriptionServer.bind(core);
  core.initSubscriptionServer = (send) =>
    subscribe(describedMessages(send, isUp));
  const sockets = serveSockets(
    listener.server,
    createSocketServer(core),
    config,
  );
  listener.serve(app);

  return {
    core,
    metrics,
    async warmUp() {
      try {
        return await warmUp(core, loader(listener.url, config, secret), log);
      } finally {
        warm = true;
      }
    },
    async stop() {
      await stopSqlApi();
      waits.stop();
      await core.beforeShutdown();
      await sockets.close();
      await data?.stop();
      await core.releaseConnections();
      await core.shutdown();
    },
  };
}

interface AppParts extends ApiOptions {
  core: CubeCore;
  metrics: Metrics;
  waits: QueryWaits;
  isUp: () => Promise<boolean>;
  stageOf: QueryStages["stageOf"];
  isWarm: () => boolean;
  cache: RequestHandler | undefined;
  links: RequestHandler;
  /** Size of a query, as text with a unit; Cube's own parsers take the same. */
  bodyLimit: string | undefined;
}

/** Everything that comes before Cube's own routes. */
function createApp({
  config,
  core,
  metrics,
  waits,
  isUp,
  stageOf,
  isWarm,
  cache,
  links,
  bodyLimit,
  log,
  root,
}: AppParts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(requestId, serverTiming(), metrics.middleware, requestGuard(config));
  app.use(
    healthRoutes({
      isWarehouseUp: isUp,
      async compileModel() {
        const context = { securityContext: {}, requestId: "health" };
        await (await core.getCompilerApi(context)).getCompilers();
      },
      isWarm,
    }),
  );
  app.get("/metrics", (_request, response, next) => {
    response.type(metrics.registry.contentType);
    metrics.registry.metrics().then((text) => response.send(text), next);
  });
  app.get(SQL_CONNECTION_PATH, sqlConnectionRoute(config));
  app.use(embedRoutes(join(root, "web", "dist-embed")));
  app.use(webClientRoutes(join(root, "web", "dist")));
  app.use(express.json({ limit: bodyLimit }));
  app.use(links);
  if (config.mode === "development") app.use(playgroundRoutes());
  // Before Cube's handlers, which would word a broken body their own way.
  app.use(errorHandler(log));
  if (cache !== undefined) app.use("/cubejs-api/v1/load", cache);
  app.use("/cubejs-api", abandonOnHangUp(waits));
  app.use(["/cubejs-api", "/cubejs-system"], errorResponses(isUp, stageOf));
  return app;
}

const notFound: RequestHandler = (request, response) => {
  response.status(404).json({
    error: `nothing here: ${request.method} ${request.path}`,
    code: "not-found",
    hint: "the API is at /cubejs-api/v1/load, /meta and /graphql; the web client at /",
  });
};

/** Asks as a client would, with a token of its own where one is needed. */
function loader(url: string, { mode }: Config, secret: string) {
  const token = () =>
    signToken({ groups: ["analyst"] }, tokenKey(secret), "5m");
  return async (query: unknown): Promise<void> => {
    const response = await fetch(`${url}/cubejs-api/v1/load`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        ...(mode === "production" && { Authorization: `Bearer ${token()}` }),
      },
      body: JSON.stringify({ query }),
    });
    if (!response.ok) throw new Error(await response.text());
    await response.arrayBuffer();
  };
}

import { join } from "node:path";
import { errorMessage } from "../base/errors.ts";
import type { Config } from "./config.ts";
import { startApi } from "./cube/api.ts";
import { openListener } from "./listener.ts";
import type { Log } from "./log.ts";
import { ensureSample, factCount } from "./sample-data.ts";
import { checkPort } from "./warehouse/ports.ts";
import { migrate } from "./warehouse/migrations.ts";
import { startWarehouse } from "./warehouse/warehouse.ts";
import type { Shutdown } from "./shutdown.ts";
import { buildWeb, isWebBuildStale } from "./web-build.ts";
import { startWebServer } from "./web-server.ts";

/** One step of the start and how long it took. */
export interface Step {
  name: string;
  detail: string;
  milliseconds: number;
}

export interface Place {
  name: string;
  url: string;
}

/** All parts, running. */
export interface Service {
  places: Place[];
  steps: Step[];
}

export interface ServiceOptions {
  config: Config;
  log: Log;
  /** Folder of the project. */
  root: string;
  /** Serve the web client by Vite, with hot reload, instead of building it. */
  webServer: boolean;
  /** Told each step as it ends. */
  onStep?: (step: Step) => void;
}

/**
 * Starts the parts in order, each after the one it needs. What was started
 * before a failure is registered with `shutdown` and is the caller's to stop.
 */
export async function startService(
  { config, log, root, webServer, onStep }: ServiceOptions,
  shutdown: Shutdown,
): Promise<Service> {
  const steps: Step[] = [];
  const step = async <T>(
    name: string,
    run: () => Promise<T>,
    detail: (result: T) => string,
  ): Promise<T> => {
    const started = performance.now();
    const result = await run();
    const milliseconds = Math.round(performance.now() - started);
    const done = { name, detail: detail(result), milliseconds };
    steps.push(done);
    onStep?.(done);
    return result;
  };
  const { signal } = shutdown;

  const listener = await shutdown.part(
    openListener(config.host, config.port),
    (part) => part.close(),
  );
  if (config.sqlApi.kind !== "off") {
    const { host, sqlApi } = config;
    await checkPort(host, sqlApi.port, "the SQL API", "CUBEJS_PG_SQL_PORT");
  }
  const warehouse = await step(
    "warehouse",
    () =>
      shutdown.part(
        startWarehouse(config.warehouse, log.part("warehouse")),
        (part) => part.stop(),
      ),
    ({ version, kind }) => `ClickHouse ${version}, ${kind}`,
  );
  const { owner, reader } = warehouse.connections;
  const { cluster } = { cluster: undefined, ...config.warehouse };
  await step(
    "schema",
    () => shutdown.orAbort(migrate(owner, { cluster, dictionary: reader })),
    ({ applied }) =>
      applied.length === 0 ? "up to date" : `${applied.length} files applied`,
  );
  await step(
    "data",
    () =>
      shutdown.orAbort(
        ensureSample(owner, config, root, signal).then(() => factCount(owner)),
      ),
    (facts) => `${facts.toLocaleString("en-US")} fact rows`,
  );
  const api = await step(
    "api",
    () =>
      shutdown.part(
        startApi({ config, warehouse, listener, log, root }),
        (part) => part.stop(),
      ),
    () => config.mode,
  );
  await step(
    "warm-up",
    () => shutdown.orAbort(api.warmUp()),
    ({ views }) => `model compiled, rollups attached, ${views} views asked`,
  );

  const web = join(root, "web");
  const places = apiPlaces(listener.url, config);
  if (webServer) {
    const server = await shutdown.part(
      startWebServer(web, listener.url),
      (part) => part.stop(),
    );
    places[0] = { name: "web client (hot reload)", url: server.url };
  } else if (isWebBuildStale(web)) {
    places[0] = { name: "web client (being built)", url: `${listener.url}/` };
    buildWeb(web, signal).catch((error: unknown) => {
      if (!signal.aborted) {
        log.error("the web client was not built", {
          error: errorMessage(error),
        });
      }
    });
  }
  const { url } = warehouse.connections.owner;
  return { steps, places: [...places, { name: "ClickHouse HTTP", url }] };
}

function apiPlaces(url: string, { mode, host, sqlApi }: Config): Place[] {
  const sql = {
    name: "SQL API",
    url: `postgres://${host.includes(":") ? `[${host}]` : host}:${sqlApi.port}/lookthrough`,
  };
  const places = [
    { name: "web client", url: `${url}/` },
    { name: "REST", url: `${url}/cubejs-api/v1/load` },
    { name: "GraphQL", url: `${url}/cubejs-api/graphql` },
    { name: "WebSocket", url: `${url.replace("http", "ws")}/` },
    ...(sqlApi.kind === "off" ? [] : [sql]),
    { name: "health", url: `${url}/health/ready` },
    { name: "metrics", url: `${url}/metrics` },
  ];
  return mode === "production"
    ? places
    : [...places, { name: "Playground", url: `${url}/playground/` }];
}

import { join } from "node:path";
import { errorMessage } from "../base/errors.ts";
import type { Config } from "./config.ts";
import { startApi } from "./cube/api.ts";
import { openListener } from "./listener.ts";
import type { Log } from "./log.ts";
import { ensureSample, factCount } from "./sample-data.ts";
import { migrate } from "./warehouse/migrations.ts";
import { startWarehouse } from "./warehouse/warehouse.ts";
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

/** Stops what was started so far, in reverse. */
export class Shutdown {
  readonly #abort = new AbortController();
  readonly #parts: (() => Promise<void>)[] = [];

  /** Aborts child processes. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  add(stop: () => Promise<void>): void {
    this.#parts.push(stop);
  }

  async stop(log: Log): Promise<void> {
    this.#abort.abort();
    for (const part of this.#parts.splice(0).reverse()) {
      try {
        await part();
      } catch (error) {
        log.error("a part did not stop", { error: errorMessage(error) });
      }
    }
  }
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
    shutdown.signal.throwIfAborted();
    const milliseconds = Math.round(performance.now() - started);
    const done = { name, detail: detail(result), milliseconds };
    steps.push(done);
    onStep?.(done);
    return result;
  };

  const listener = await openListener(config.host, config.port);
  shutdown.add(() => listener.close());
  const warehouse = await step(
    "warehouse",
    async () => {
      const started = await startWarehouse(
        config.warehouse,
        log.part("warehouse"),
      );
      shutdown.add(() => started.stop());
      return started;
    },
    ({ version, kind }) => `ClickHouse ${version}, ${kind}`,
  );
  const { owner, reader } = warehouse.connections;
  await step(
    "schema",
    () =>
      migrate(owner, {
        cluster:
          config.warehouse.kind === "server"
            ? config.warehouse.cluster
            : undefined,
        dictionary: reader,
      }),
    ({ applied }) =>
      applied.length === 0 ? "up to date" : `${applied.length} files applied`,
  );
  await step(
    "data",
    async () => {
      await ensureSample(owner, config, root, shutdown.signal);
      return factCount(owner);
    },
    (facts) => `${facts.toLocaleString("en-US")} fact rows`,
  );
  const api = await step(
    "api",
    async () => {
      const started = await startApi({
        config,
        warehouse,
        listener,
        log,
        root,
      });
      shutdown.add(() => started.stop());
      return started;
    },
    () => config.mode,
  );
  await step(
    "warm-up",
    () => api.warmUp(),
    ({ views }) => `model compiled, rollups attached, ${views} views asked`,
  );

  const web = join(root, "web");
  const places = apiPlaces(listener.url, config);
  if (webServer) {
    const server = await startWebServer(web, listener.url);
    shutdown.add(() => server.stop());
    places[0] = { name: "web client (hot reload)", url: server.url };
  } else if (isWebBuildStale(web)) {
    places[0] = { name: "web client (being built)", url: `${listener.url}/` };
    buildWeb(web, shutdown.signal).catch((error: unknown) => {
      if (!shutdown.signal.aborted) {
        log.error("the web client was not built", {
          error: errorMessage(error),
        });
      }
    });
  }
  const { url } = warehouse.connections.owner;
  return { steps, places: [...places, { name: "ClickHouse HTTP", url }] };
}

function apiPlaces(url: string, { mode }: Config): Place[] {
  const places = [
    { name: "web client", url: `${url}/` },
    { name: "REST", url: `${url}/cubejs-api/v1/load` },
    { name: "GraphQL", url: `${url}/cubejs-api/graphql` },
    { name: "WebSocket", url: `${url.replace("http", "ws")}/` },
    { name: "health", url: `${url}/health/ready` },
    { name: "metrics", url: `${url}/metrics` },
  ];
  return mode === "production"
    ? places
    : [...places, { name: "Playground", url: `${url}/playground/` }];
}

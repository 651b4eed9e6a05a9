import type { RequestHandler } from "express";
import {
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  Registry,
} from "prom-client";

/** What the service counts about itself, served as /metrics. */
export interface Metrics {
  registry: Registry;
  /** Queries answered from a rollup, or from the facts. */
  rollups(hits: number, misses: number): void;
  /** One answer from the result cache, or one that was computed. */
  cache(hit: boolean): void;
  /** @param connections of clients of the SQL API, asked with each scrape */
  sqlConnections(connections: () => number): void;
  /** Counts each request and times it. */
  middleware: RequestHandler;
}

/** Seconds; the finest are what a cached answer takes. */
const LATENCY_BUCKETS = [
  0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
];

/** Routes named in metrics. Anything else is one name: a URL is anyone's to choose. */
const ROUTES = [
  "/cubejs-api/v1/load",
  "/cubejs-api/v1/subscribe",
  "/cubejs-api/v1/meta",
  "/cubejs-api/v1/sql",
  "/cubejs-api/v1/cubesql",
  "/cubejs-api/v1/convert-query",
  "/cubejs-api/v1/dry-run",
  "/cubejs-api/graphql",
  "/metrics",
  "/health/live",
  "/health/ready",
  "/livez",
  "/readyz",
];

/** The route of a URL path, as the metrics name it. */
export function routeName(path: string): string {
  const found = ROUTES.find((route) => route === path);
  if (found !== undefined) return found;
  if (path.startsWith("/cubejs-api/")) return "/cubejs-api/other";
  if (path.startsWith("/lookthrough/links")) return "/lookthrough/links";
  return path.startsWith("/playground/") ? "/playground" : "static";
}

/** @param isUp whether the warehouse answers, asked with each scrape */
export function createMetrics(isUp: () => Promise<boolean>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: "lookthrough_http_requests_total",
    help: "Requests answered, by route and status.",
    labelNames: ["route", "method", "status"],
    registers,
  });
  const latency = new Histogram({
    name: "lookthrough_http_request_duration_seconds",
    help: "Time to answer a request, by route.",
    labelNames: ["route"],
    buckets: LATENCY_BUCKETS,
    registers,
  });
  const rollups = new Counter({
    name: "lookthrough_rollup_queries_total",
    help: "Queries answered from a rollup (hit) or from the facts (miss).",
    labelNames: ["result"],
    registers,
  });
  const cache = new Counter({
    name: "lookthrough_cache_queries_total",
    help: "Queries answered from the result cache (hit) or computed (miss).",
    labelNames: ["result"],
    registers,
  });
  for (const counter of [rollups, cache]) {
    counter.inc({ result: "hit" }, 0);
    counter.inc({ result: "miss" }, 0);
  }
  new Gauge({
    name: "lookthrough_warehouse_up",
    help: "1 while ClickHouse answers.",
    registers,
    async collect() {
      this.set((await isUp()) ? 1 : 0);
    },
  });
  return {
    registry,
    rollups(hits, misses) {
      rollups.inc({ result: "hit" }, hits);
      rollups.inc({ result: "miss" }, misses);
    },
    cache(hit) {
      cache.inc({ result: hit ? "hit" : "miss" });
    },
    sqlConnections(connections) {
      new Gauge({
        name: "lookthrough_sql_connections",
        help: "Clients connected to the SQL API.",
        registers,
        collect() {
          this.set(connections());
        },
      });
    },
    middleware(request, response, next) {
      const route = routeName(request.path);
      const stop = latency.startTimer({ route });
      response.once("finish", () => {
        stop();
        const { statusCode: status } = response;
        requests.inc({ route, method: request.method, status });
      });
      next();
    },
  };
}

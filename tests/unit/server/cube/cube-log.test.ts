import { describe, expect, it, vi } from "vitest";
import { cubeLogger } from "../../../../server/cube/cube-log.ts";
import { createMetrics } from "../../../../server/cube/metrics.ts";
import { createLog } from "../../../../server/log.ts";

function setUp() {
  const lines: string[] = [];
  let time = 0;
  const metrics = createMetrics(() => Promise.resolve(true));
  const log = createLog({
    level: "info",
    json: true,
    write: (line) => lines.push(line),
  });
  const logger = cubeLogger(log, metrics, () => time);
  return { lines, metrics, logger, at: (now: number) => (time = now) };
}

describe("cubeLogger(log, metrics)", () => {
  it("writes the same failure once in 30 s", () => {
    const { lines, logger, at } = setUp();
    logger("Refresh Scheduler Error", { error: "away" });
    logger("Refresh Scheduler Error", { error: "away" });
    expect(lines).toHaveLength(1);
    at(30_000);
    logger("Refresh Scheduler Error", { error: "away" });
    expect(lines).toHaveLength(2);
  });

  it("takes a client's mistake for information, not for a failure", () => {
    const { lines, logger } = setUp();
    logger("User Error", { error: "'x' not found" });
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "info" });
  });

  it("writes neither token nor SQL", () => {
    const { lines, logger } = setUp();
    logger("Orchestrator error", {
      error: "failed",
      token: "t0ken",
      query: "SELECT secret",
    });
    expect(lines.join("")).not.toMatch(/t0ken|SELECT/);
  });

  it("counts rollup hits and misses of a request", () => {
    const { logger, metrics } = setUp();
    const rollups = vi.spyOn(metrics, "rollups");
    logger("Load Request Success", {
      queries: 3,
      queriesWithPreAggregations: 1,
    });
    expect(rollups).toHaveBeenCalledWith(1, 2);
  });

  it("counts cached answers to requests, not the refresh's", () => {
    const { logger, metrics } = setUp();
    const cache = vi.spyOn(metrics, "cache");
    logger("Using cache for", { primaryQuery: true });
    logger("Missing cache for", { primaryQuery: true });
    logger("Using cache for", {});
    logger("Using cache for", { primaryQuery: true, renewCycle: true });
    expect(cache.mock.calls).toEqual([[true], [false]]);
  });
});

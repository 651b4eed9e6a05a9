import { describe, expect, it } from "vitest";
import { createMetrics, routeName } from "../../../../server/cube/metrics.ts";

describe("createMetrics(isUp)", () => {
  it("counts the clients of the SQL API as they are at each scrape", async () => {
    const metrics = createMetrics(() => Promise.resolve(true));
    expect(await metrics.registry.metrics()).not.toContain("sql_connections");
    let connections = 2;
    metrics.sqlConnections(() => connections);
    const scrape = async () =>
      /^lookthrough_sql_connections (\d+)$/m.exec(
        await metrics.registry.metrics(),
      )?.[1];
    expect(await scrape()).toBe("2");
    connections = 5;
    expect(await scrape()).toBe("5");
  });
});

describe("routeName(path)", () => {
  it.each([
    ["/cubejs-api/v1/cubesql", "/cubejs-api/v1/cubesql"],
    ["/cubejs-api/v1/load", "/cubejs-api/v1/load"],
    ["/cubejs-api/v1/anything", "/cubejs-api/other"],
    ["/playground/index.html", "/playground"],
    ["/anything", "static"],
  ])("%s is %s", (path, name) => {
    expect(routeName(path)).toBe(name);
  });
});

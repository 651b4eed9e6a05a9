import { execFile } from "node:child_process";
import { get, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startStack, type Stack } from "../support/stack.ts";

const VIEW = "trade_metrics";
const COUNT = `${VIEW}.trade_count`;

interface Failure {
  error: string;
  code: string;
  hint?: string;
  stack?: string;
}

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ rows: 200 });
});

afterAll(async () => {
  await stack?.stop();
});

async function load(
  body: string,
): Promise<{ status: number; body: Failure & { data?: unknown[] } }> {
  const response = await fetch(`${stack.apiUrl}/cubejs-api/v1/load`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  const answer = (await response.json()) as Failure;
  return { status: response.status, body: answer };
}

const loadQuery = (query: unknown) => load(JSON.stringify({ query }));

/** A request with headers that fetch does not let one set. */
const rawGet = (path: string, headers: Record<string, string>) =>
  new Promise<{ status: number; headers: Record<string, unknown> }>(
    (resolve, reject) => {
      get(`${stack.apiUrl}${path}`, { headers }, (response) => {
        response.resume();
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
        });
      }).on("error", reject);
    },
  );

describe("bad queries", () => {
  it("answers a body that is not JSON with 400", async () => {
    const { status, body } = await load('{"query":');
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: "malformed-json" });
    expect(body.error).toContain("the body is not JSON");
  });

  it.each([
    ["no query", {}, "query-missing", "measures"],
    ["nothing asked", { query: {} }, "query-empty", "at least one"],
    [
      "an unknown member",
      { query: { measures: [`${VIEW}.nothing`] } },
      "unknown-member",
      "/cubejs-api/v1/meta",
    ],
    [
      "an unknown view",
      { query: { measures: ["nothing.at_all"] } },
      "unknown-member",
      "/cubejs-api/v1/meta",
    ],
    [
      "50001 rows",
      { query: { measures: [COUNT], limit: 50_001 } },
      "limit-exceeded",
      "50000",
    ],
    [
      "an unknown granularity",
      {
        query: {
          measures: [COUNT],
          timeDimensions: [
            { dimension: `${VIEW}.trade_date`, granularity: "fortnight" },
          ],
        },
      },
      "unknown-granularity",
      "quarter",
    ],
    [
      "an unknown operator",
      {
        query: {
          measures: [COUNT],
          filters: [{ member: `${VIEW}.desk`, operator: "is", values: ["x"] }],
        },
      },
      "bad-filter",
      "notEquals",
    ],
    [
      "an unknown field",
      { query: { measures: [COUNT], wher: 1 } },
      "bad-query",
      "timeDimensions",
    ],
    [
      "a date that is none",
      {
        query: {
          measures: [COUNT],
          timeDimensions: [
            { dimension: `${VIEW}.trade_date`, dateRange: "someday" },
          ],
        },
      },
      "malformed-date",
      "2024-01-31",
    ],
    [
      "text for a number",
      {
        query: {
          measures: [COUNT],
          filters: [
            { member: `${VIEW}.fund_id`, operator: "equals", values: ["x"] },
          ],
        },
      },
      "bad-filter-value",
      "numbers for numbers",
    ],
  ])("answer %s with 400, a code and what is legal", async (...test) => {
    const [, query, code, legal] = test;
    const { status, body } = await load(JSON.stringify(query));
    expect(status).toBe(400);
    expect(body).toMatchObject({ code });
    expect(body.error).not.toBe("");
    expect(body.hint).toContain(legal);
    expect(body.stack).toBeUndefined();
  });

  it("leave the API answering", async () => {
    const { status } = await loadQuery({ measures: [COUNT] });
    expect(status).toBe(200);
  });

  it("answer an unknown path with 404", async () => {
    const response = await fetch(`${stack.apiUrl}/nothing`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: "not-found" });
  });

  it("give GraphQL errors a code", async () => {
    const response = await fetch(`${stack.apiUrl}/cubejs-api/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "{ cube { nothing { at_all } } }" }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: expect.any(String) as string } }],
    });
  });
});

describe("other sites", () => {
  it("get no CORS header", async () => {
    const { headers } = await rawGet("/cubejs-api/v1/meta", {});
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  });

  it("are refused in development, by origin and by name", async () => {
    const origin = { origin: "http://evil.example" };
    const host = { host: "evil.example" };
    expect((await rawGet("/cubejs-api/v1/meta", origin)).status).toBe(403);
    expect((await rawGet("/cubejs-api/v1/meta", host)).status).toBe(403);
  });

  it("cannot open a socket", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const upgrade = request(stack.apiUrl, {
        headers: {
          connection: "Upgrade",
          upgrade: "websocket",
          origin: "http://evil.example",
          "sec-websocket-version": "13",
          "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
        },
      });
      upgrade.on("response", ({ statusCode }) => resolve(statusCode));
      upgrade.on("upgrade", () => resolve(101));
      upgrade.on("error", reject);
      upgrade.end();
    });
    expect(status).toBe(403);
  });

  it("cannot make the Playground write files", async () => {
    const response = await fetch(`${stack.apiUrl}/playground/env`, {
      method: "POST",
      body: new URLSearchParams({ x: "1" }),
    });
    expect(response.status).toBe(403);
  });
});

describe("pages", () => {
  it("serves the Playground without calls home", async () => {
    const response = await fetch(`${stack.apiUrl}/playground/`);
    const page = await response.text();
    expect(page).toContain("Cube Playground");
    expect(page).not.toContain("segment.com");
    const [, script = ""] = /src="\.\/(assets\/[^"]+)"/.exec(page) ?? [];
    const asset = await fetch(`${stack.apiUrl}/playground/${script}`);
    expect(asset.status).toBe(200);
    const context = await fetch(
      `${stack.apiUrl}/playground/playground/context`,
    );
    expect(await context.json()).toMatchObject({ basePath: "/cubejs-api" });
  });

  it("serves our page at the root, not the Playground", async () => {
    const page = await (await fetch(`${stack.apiUrl}/`)).text();
    expect(page).toContain("<title>Lookthrough</title>");
  });
});

describe("/metrics", () => {
  it("counts requests, rollup and cache hits", async () => {
    await loadQuery({ measures: [COUNT] });
    await loadQuery({ measures: [COUNT] });
    await loadQuery({ measures: ["trade_metrics_raw.trade_count"] });
    const text = await (await fetch(`${stack.apiUrl}/metrics`)).text();
    const value = (name: string) =>
      Number(
        text
          .split("\n")
          .find((line) => line.startsWith(`${name} `))
          ?.split(" ")
          .at(-1),
      );
    expect(
      value(
        'lookthrough_http_requests_total{route="/cubejs-api/v1/load",method="POST",status="200"}',
      ),
    ).toBeGreaterThanOrEqual(3);
    for (const name of [
      'lookthrough_rollup_queries_total{result="hit"}',
      'lookthrough_rollup_queries_total{result="miss"}',
      'lookthrough_cache_queries_total{result="hit"}',
      'lookthrough_cache_queries_total{result="miss"}',
      "process_cpu_seconds_total",
    ]) {
      expect(value(name), name).toBeGreaterThan(0);
    }
    expect(value("lookthrough_warehouse_up")).toBe(1);
    expect(text).toContain("lookthrough_http_request_duration_seconds_bucket");
  });
});

describe("an engine that is away", () => {
  const ask = () =>
    loadQuery({
      measures: [COUNT],
      filters: [
        {
          member: `${VIEW}.desk`,
          operator: "notEquals",
          values: [String(Math.random())],
        },
      ],
    });

  const enginePid = async () => {
    const { stdout } = await promisify(execFile)("ps", [
      "-eo",
      "pid,ppid,args",
    ]);
    const line = stdout
      .split("\n")
      .find(
        (text) => text.includes("engine.mjs") && text.includes(stack.dataDir),
      );
    return Number(line?.trim().split(/\s+/)[0]);
  };

  const health = async (path: string) => {
    const response = await fetch(`${stack.apiUrl}${path}`);
    const body = (await response.json()) as Record<string, unknown>;
    return { code: response.status, ...body };
  };

  it("is waited for at first, is reported as 503 when it stays silent, and is live all the same", async () => {
    const pid = await enginePid();
    process.kill(pid, "SIGSTOP");
    try {
      // It may only be busy: Cube's own answer to that is a 200.
      const first = await ask();
      expect(first).toMatchObject({
        status: 200,
        body: { error: "Continue wait" },
      });
      let { status, body } = first;
      const deadline = Date.now() + 60_000;
      while (status === 200 && Date.now() < deadline) {
        ({ status, body } = await ask());
      }
      expect(status).toBe(503);
      expect(body).toMatchObject({ code: "warehouse-unavailable" });
      expect(body.hint).toContain("/health/ready");
      expect(await health("/health/ready")).toMatchObject({
        code: 503,
        warehouse: "down",
        model: "up",
      });
      expect(await health("/health/live")).toMatchObject({ status: "alive" });
      expect(await health("/livez")).toMatchObject({ health: "HEALTH" });
      expect(await health("/readyz")).toMatchObject({ health: "DOWN" });
    } finally {
      process.kill(pid, "SIGCONT");
    }
    await expect.poll(ask, { timeout: 60_000 }).toMatchObject({ status: 200 });
  });

  it("is reported while it is killed, and comes back by itself", async () => {
    const pid = await enginePid();
    process.kill(pid, "SIGKILL");
    const statuses = new Set<number>();
    const deadline = Date.now() + 60_000;
    let last = 0;
    while (Date.now() < deadline && last !== 200) {
      const { status, body } = await ask();
      last = status;
      statuses.add(status);
      if (status !== 200) {
        expect(body).toMatchObject({ code: "warehouse-unavailable" });
      }
      await sleep(20);
    }
    expect(last).toBe(200);
    expect([...statuses].filter((code) => ![200, 503].includes(code))).toEqual(
      [],
    );
    expect(await enginePid()).not.toBe(pid);
  });
});

import type { AddressInfo } from "node:net";
import type { Server } from "node:http";
import express from "express";
import { afterEach, describe, expect, it } from "vitest";
import { errorResponses } from "../../../../server/cube/error-responses.ts";
import { serverTiming } from "../../../../server/cube/server-timing.ts";

/** Milliseconds for a test in which the API waits. */
const PATIENCE = 30_000;

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Asks an app whose warehouse is up or not, and whose Cube answers late. */
async function ask(isUp: boolean, delay: number) {
  const app = express();
  const stageOf = (requestId: unknown) => ({
    stage: `of ${String(requestId)}`,
  });
  app.use(
    serverTiming(),
    errorResponses(() => Promise.resolve(isUp), stageOf),
  );
  app.get("/load", (_request, response) => {
    setTimeout(() => {
      response.json({ error: "Continue wait", requestId: "a" });
    }, delay);
  });
  server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server?.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/load`);
  return {
    status: response.status,
    timing: response.headers.get("server-timing"),
    body: await response.json(),
  };
}

describe("errorResponses(isUp)", () => {
  /** Milliseconds: longer than the API waits before it looks at the warehouse. */
  const LATE = 3_000;

  it(
    "lets a client wait for a warehouse that is busy, and says what for",
    async () => {
      expect(await ask(true, LATE)).toMatchObject({
        status: 200,
        body: { error: "Continue wait", stage: "of a" },
      });
    },
    PATIENCE,
  );

  it(
    "answers in Cube's place when the warehouse is away",
    async () => {
      expect(await ask(false, 60_000)).toMatchObject({
        status: 503,
        body: { code: "warehouse-unavailable" },
      });
    },
    PATIENCE,
  );
});

describe("serverTiming()", () => {
  it("says how long the server took, in milliseconds", async () => {
    const { timing } = await ask(true, 200);
    const [, milliseconds] = /^total;dur=([\d.]+)$/.exec(timing ?? "") ?? [];
    expect(Number(milliseconds)).toBeGreaterThanOrEqual(199);
  });
});

import type { IncomingHttpHeaders } from "node:http";
import { describe, expect, it } from "vitest";
import { assertSameSite } from "../../../../server/cube/request-guard.ts";

const development = {
  mode: "development" as const,
  corsOrigins: ["https://dashboard.example"],
};

const check = (headers: IncomingHttpHeaders, config = development) =>
  assertSameSite({ headers }, config);

describe("assertSameSite(request, config)", () => {
  it.each([
    { host: "127.0.0.1:4000" },
    { host: "localhost:4000", origin: "http://localhost:5173" },
    { host: "[::1]:4000" },
    { host: "127.0.0.1:4000", origin: "https://dashboard.example" },
  ])("lets %j in", (headers) => {
    expect(() => check(headers)).not.toThrow();
  });

  it.each([
    [{ host: "evil.example" }, "host-refused"],
    [{ host: "127.0.0.1.evil.example:4000" }, "host-refused"],
    [{ host: "" }, "host-refused"],
    [{ host: "localhost", origin: "http://evil.example" }, "origin-refused"],
    [{ host: "localhost", origin: "null" }, "origin-refused"],
    [
      { host: "localhost", origin: "http://localhost.evil.example" },
      "origin-refused",
    ],
  ])("refuses %j", (headers, code) => {
    expect(() => check(headers)).toThrow(
      expect.objectContaining({ code, status: 403 }) as Error,
    );
  });

  it("leaves it to the tokens in production", () => {
    const production = { mode: "production" as const, corsOrigins: [] };
    const headers = { host: "any.example", origin: "http://evil.example" };
    expect(() => assertSameSite({ headers }, production)).not.toThrow();
  });
});

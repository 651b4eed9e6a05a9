import { describe, expect, it } from "vitest";
import { ServiceError } from "../../../../base/errors.ts";
import {
  describeError,
  serviceErrorAnswer,
} from "../../../../server/cube/api-error.ts";

const up = () => Promise.resolve(true);
const down = () => Promise.resolve(false);

describe("describeError(status, body, isWarehouseUp)", () => {
  it("keeps Cube's fields, without the stack", async () => {
    const body = { error: "x", type: "UserError", stack: "at file" };
    const answer = await describeError(400, body, up);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: "x", type: "UserError" });
    expect(answer.body).not.toHaveProperty("stack");
    expect(body.stack).toBe("at file");
  });

  it("lets a query that still runs be asked for again", async () => {
    const body = { error: "Continue wait" };
    expect(await describeError(200, body, up)).toEqual({ status: 200, body });
  });

  it("takes an endless wait for a warehouse that is away", async () => {
    const answer = await describeError(200, { error: "Continue wait" }, down);
    expect(answer.status).toBe(503);
    expect(answer.body.code).toBe("warehouse-unavailable");
  });

  it.each([
    "Error: connect ECONNREFUSED 127.0.0.1:8123",
    "Error: Query failed: socket hang up; query id: 1",
    "Error: read ECONNRESET",
  ])("takes %s for a warehouse that is away", async (error) => {
    const answer = await describeError(500, { error }, up);
    expect(answer).toMatchObject({
      status: 503,
      body: { code: "warehouse-unavailable" },
    });
  });

  it.each([
    [500, "Error: You requested hidden member: 'a.b'", 403, "hidden-member"],
    [500, "'x' not found for path 'a.x'", 400, "unknown-member"],
    [400, "Can't find join path to join 'a', 'b'", 400, "no-join"],
    [
      400,
      "Error: Query failed: Code: 241. MEMORY_LIMIT_EXCEEDED",
      400,
      "query-too-expensive",
    ],
    [400, "Error: Query failed: Syntax error", 500, "query-failed"],
    [500, "Error: Compile errors:\na.yml", 500, "model-broken"],
    [500, "TypeError: x is not a function", 500, "internal-error"],
    [400, "anything else", 400, "bad-query"],
  ])("answers %i %s as %i %s", async (status, error, expected, code) => {
    expect(await describeError(status, { error }, up)).toMatchObject({
      status: expected,
      body: { error, code },
    });
  });
});

describe("serviceErrorAnswer(error)", () => {
  it("has message, code and hint", () => {
    const error = new ServiceError("a-code", "text", {
      hint: "do",
      status: 404,
    });
    expect(serviceErrorAnswer(error)).toEqual({
      status: 404,
      body: { error: "text", code: "a-code", hint: "do" },
    });
    expect(serviceErrorAnswer(new ServiceError("c", "t")).body).toEqual({
      error: "t",
      code: "c",
    });
  });
});

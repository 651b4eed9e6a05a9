import type { AddressInfo } from "node:net";
import express from "express";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { responseCache } from "../../../server/cube/response-cache.ts";

/** A stand-in for Cube that counts how often it was asked. */
let asked = 0;
let hits = 0;
let version: string | undefined = "v1";
let clock = 0;
let answer: () => { status: number; body: unknown };
let url = "";
let close = () => {};

beforeEach(async () => {
  asked = 0;
  hits = 0;
  version = "v1";
  clock = 0;
  answer = () => ({ status: 200, body: { data: [asked] } });
  const app = express();
  app.use(express.json());
  app.use(
    "/load",
    responseCache({
      version: () => version,
      identify: (request) => {
        const token = request.headers.authorization ?? "";
        return token === "bad"
          ? Promise.reject(new Error("bad token"))
          : Promise.resolve(token);
      },
      onHit: () => (hits += 1),
      now: () => clock,
    }),
    (_request, response) => {
      asked += 1;
      const { status, body } = answer();
      response.status(status).json(body);
    },
  );
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/load`;
  close = () => server.close();
});

afterEach(() => close());

const ask = async (body: object, token = "") => {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: token },
    body: JSON.stringify(body),
  });
  return response.json();
};

describe("responseCache", () => {
  it("answers an equal request once for unchanged data", async () => {
    expect(await ask({ query: 1 })).toEqual({ data: [1] });
    expect(await ask({ query: 1 })).toEqual({ data: [1] });
    expect({ asked, hits }).toEqual({ asked: 1, hits: 1 });
  });

  it("asks again when the data has changed", async () => {
    await ask({ query: 1 });
    version = "v2";
    expect(await ask({ query: 1 })).toEqual({ data: [2] });
  });

  it("does not keep an answer that was under way when the data changed", async () => {
    answer = () => {
      version = "v2";
      return { status: 200, body: { data: [asked] } };
    };
    await ask({ query: 1 });
    await ask({ query: 1 });
    expect(asked).toBe(2);
  });

  it("neither keeps nor serves while the version is unknown", async () => {
    await ask({ query: 1 });
    version = undefined;
    await ask({ query: 1 });
    await ask({ query: 1 });
    expect(asked).toBe(3);
  });

  it("keeps apart different claims and different requests", async () => {
    await ask({ query: 1 }, "risk");
    await ask({ query: 1 }, "desk");
    await ask({ query: 2 }, "risk");
    expect({ asked, hits }).toEqual({ asked: 3, hits: 0 });
  });

  it("leaves a bad token to the check behind it", async () => {
    await ask({ query: 1 }, "bad");
    await ask({ query: 1 }, "bad");
    expect(asked).toBe(2);
  });

  it.each(["no-cache", "must-revalidate"])("obeys cache %s", async (cache) => {
    await ask({ query: 1, cache });
    await ask({ query: 1, cache });
    expect(asked).toBe(2);
  });

  it("lets no answer outlive its minute, so that `today` stays today", async () => {
    await ask({ query: 1 });
    clock = 59_999;
    await ask({ query: 1 });
    expect(asked).toBe(1);
    clock = 60_000;
    await ask({ query: 1 });
    expect(asked).toBe(2);
  });

  it.each([
    { status: 200, body: { error: "Continue wait" } },
    { status: 400, body: { error: "bad query" } },
    { status: 503, body: { error: "away" } },
  ])("does not keep $body.error", async (failure) => {
    answer = () => failure;
    await ask({ query: 1 });
    answer = () => ({ status: 200, body: { data: [] } });
    expect(await ask({ query: 1 })).toEqual({ data: [] });
  });
});

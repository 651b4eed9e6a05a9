import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError, requestIdOf } from "../../../../web/src/api/api-error.ts";
import {
  createClient,
  errorText,
  isForbidden,
} from "../../../../web/src/api/client.ts";
import { serverTime } from "../../../../web/src/api/measured-transport.ts";

const QUERY = { measures: ["trade_metrics.trade_count"] };
const ANSWER = {
  queryType: "regularQuery",
  results: [
    {
      query: QUERY,
      data: [{ "trade_metrics.trade_count": "7" }],
      annotation: {
        measures: {},
        dimensions: {},
        segments: {},
        timeDimensions: {},
      },
    },
  ],
};

/** Answers to come, in turn; the text of one is its body. */
let answers: (() => Response)[];
let asked: string[];

const answer = (
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  answers.push(() => new Response(text, { status, headers }));
};

beforeEach(() => {
  answers = [];
  asked = [];
  vi.stubGlobal("fetch", (url: string) => {
    asked.push(url);
    const next = answers.shift();
    return next === undefined
      ? Promise.reject(new TypeError("Failed to fetch"))
      : Promise.resolve(next());
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const { load } = createClient("", "http://api.test");
const signal = () => new AbortController().signal;

/** The error a question ends with. */
async function failure(): Promise<Error> {
  try {
    await load(QUERY, signal());
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("the question was answered");
}

describe("load(query, signal, onStage)", () => {
  it("tells the stages of a wait, and adds up the server's time", async () => {
    const stages: string[] = [];
    const wait = (stage?: string) => ({ error: "Continue wait", stage });
    answer(200, wait("#2 in queue"), { "server-timing": "total;dur=5000.5" });
    answer(200, wait(), { "server-timing": "total;dur=5000.5" });
    answer(200, ANSWER, {
      "server-timing": "total;dur=20",
      "content-length": "321",
      "x-request-id": "id-span-3",
    });
    const { rows, transfer } = await load(QUERY, signal(), (stage) =>
      stages.push(stage),
    );
    expect(rows).toEqual([{ "trade_metrics.trade_count": "7" }]);
    expect(stages).toEqual(["#2 in queue"]);
    expect(asked).toHaveLength(3);
    expect(transfer).toEqual({
      bytes: 321,
      serverMilliseconds: 10_021,
      requestId: "id-span-3",
    });
  });

  it("says what the API says of a failure, and under which id", async () => {
    const headers = { "x-request-id": "id-span-1" };
    answer(
      500,
      { error: "the engine is tired", code: "query-failed" },
      headers,
    );
    const error = await failure();
    expect(errorText(error)).toBe("the engine is tired");
    expect(requestIdOf(new Error("shown", { cause: error }))).toBe("id-span-1");
    expect(error).toMatchObject({ status: 500, code: "query-failed" });
    expect(isForbidden(error)).toBe(false);
  });

  it.each([
    ["no answer", () => {}, /server did not answer/],
    ["a proxy without a server", () => answer(502, "<html>"), /status 502/],
    ["an empty one", () => answer(504, ""), /status 504/],
    ["a page", () => answer(200, "<html>a proxy</html>"), /cannot be read/],
    ["an answer to nothing", () => answer(200, {}), /cannot be read/],
  ])("names %s", async (_, prepare, text) => {
    prepare();
    const error = await failure();
    expect(error).toBeInstanceOf(ApiError);
    expect(errorText(error)).toMatch(text);
  });

  it.each([
    [401, undefined, true],
    [403, "token-expired", true],
    [403, "hidden-member", false],
    [400, "bad-query", false],
  ])("takes a %i %s for a want of a token: %s", async (status, code, wants) => {
    answer(status, { error: "no", code });
    expect(isForbidden(await failure())).toBe(wants);
  });

  it("names a member that is hidden by the user's access", async () => {
    const error = "Error: You requested hidden member: 'trades.notional'.";
    answer(403, { error, code: "hidden-member" });
    expect(errorText(await failure())).toBe(
      "hidden by your access: trades.notional",
    );
  });
});

describe("serverTime(header)", () => {
  it.each([
    [null, undefined],
    ["total;dur=12.5", 12.5],
    ["cache;desc=hit, total;dur=3", 3],
    ["subtotal;dur=3", undefined],
  ])("reads %s as %s", (header, milliseconds) => {
    expect(serverTime(header)).toBe(milliseconds);
  });
});

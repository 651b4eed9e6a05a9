import jwt from "jsonwebtoken";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exchange, socketClient } from "../support/sockets.ts";
import { startStack, TEST_SECRET, type Stack } from "../support/stack.ts";

const COUNT = "trade_metrics.trade_count";
const ORIGIN = "http://dashboard.example";

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({
    rows: 200,
    mode: "production",
    env: { CORS_ORIGINS: ORIGIN },
  });
});

afterAll(async () => {
  await stack?.stop();
});

const sign = (
  claims: object,
  options: jwt.SignOptions = { expiresIn: "1h" },
  secret = TEST_SECRET,
) => jwt.sign({ groups: ["analyst"], ...claims }, secret, options);

async function ask(
  path: string,
  token?: string,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${stack.apiUrl}${path}`, {
    headers: {
      ...headers,
      ...(token !== undefined && { authorization: token }),
    },
  });
  const text = await response.text();
  const body = (text.startsWith("{") ? JSON.parse(text) : { text }) as Record<
    string,
    unknown
  >;
  return { status: response.status, headers: response.headers, body };
}

const query = (measure: string) =>
  `query=${encodeURIComponent(JSON.stringify({ measures: [measure] }))}`;
const load = (token?: string, measure = COUNT) =>
  ask(`/cubejs-api/v1/load?${query(measure)}`, token);

describe("tokens", () => {
  it("open the API, with and without Bearer", async () => {
    expect((await load(stack.token)).status).toBe(200);
    expect((await load(`Bearer ${stack.token}`)).status).toBe(200);
  });

  const none = () =>
    [
      { alg: "none", typ: "JWT" },
      { groups: ["analyst"], exp: 4102444800 },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".") + ".";

  it.each([
    ["no token", () => undefined, "token-missing"],
    ["no expiry", () => sign({}, {}), "token-without-expiry"],
    ["one that expired", () => sign({}, { expiresIn: -1 }), "token-expired"],
    ["algorithm none", none, "token-invalid"],
    [
      "another algorithm",
      () => sign({}, { expiresIn: "1h", algorithm: "HS512" }),
      "token-invalid",
    ],
    [
      "another key",
      () => sign({}, { expiresIn: "1h" }, "x".repeat(32)),
      "token-invalid",
    ],
    ["no JWT", () => "hello", "token-invalid"],
    ["no group", () => sign({ groups: [] }), "token-groups"],
    ["an unknown group", () => sign({ groups: ["root"] }), "token-groups"],
    [
      "a group without its claim",
      () => sign({ groups: ["desk"] }),
      "token-groups",
    ],
  ])("with %s are refused with 403 and say why", async (_, token, code) => {
    const { status, body } = await load(token());
    expect(status).toBe(403);
    expect(body).toMatchObject({
      code,
      error: expect.any(String) as string,
      hint: expect.any(String) as string,
    });
  });

  it("show SQL only with the scope sql", async () => {
    const path = `/cubejs-api/v1/sql?${query(COUNT)}`;
    expect(await ask(path, stack.token)).toMatchObject({
      status: 403,
      body: { code: "scope-missing" },
    });
    expect((await ask(path, sign({ scopes: ["sql"] }))).status).toBe(200);
    expect((await ask("/cubejs-api/v1/meta", stack.token)).status).toBe(200);
  });

  it("share no cached answer between desks", async () => {
    const query = { measures: [COUNT], dimensions: ["trade_metrics.desk"] };
    const path = `/cubejs-api/v1/load?query=${encodeURIComponent(JSON.stringify(query))}`;
    const all = await ask(path, stack.token);
    const rows = all.body["data"] as Record<string, string>[];
    expect(rows.length).toBeGreaterThan(1);
    // Twice, so that the second answers may come from the cache.
    for (const row of [...rows, ...rows]) {
      const desk = row["trade_metrics.desk"];
      const own = await ask(path, sign({ groups: ["desk"], desk }));
      expect(own.body["data"]).toEqual([row]);
    }
  });
});

describe("hidden members", () => {
  it.each(["trades.trade_count", "trade_facts.trade_count"])(
    "of the cube behind the view are refused: %s",
    async (measure) => {
      const { status, body } = await load(stack.token, measure);
      expect(status).toBe(403);
      expect(body).toMatchObject({ code: "hidden-member" });
      expect(body["error"]).toContain(
        `You requested hidden member: '${measure}'. Please make it visible using \`public: true\`.`,
      );
    },
  );
});

describe("what is open to anyone", () => {
  it("is health and metrics", async () => {
    for (const path of [
      "/health/live",
      "/health/ready",
      "/metrics",
      "/livez",
    ]) {
      expect((await ask(path)).status, path).toBe(200);
    }
  });

  it.each(["/playground/", "/playground/context", "/cubejs-system/v1/context"])(
    "is not %s",
    async (path) => {
      expect((await ask(path)).status).toBe(404);
    },
  );
});

describe("origins", () => {
  it("named in CORS_ORIGINS get in, others do not", async () => {
    const named = await ask("/cubejs-api/v1/meta", stack.token, {
      origin: ORIGIN,
    });
    expect(named.headers.get("access-control-allow-origin")).toBe(ORIGIN);
    const other = await ask("/cubejs-api/v1/meta", stack.token, {
      origin: "http://evil.example",
    });
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("sockets", () => {
  it("answer a good token", async () => {
    const client = socketClient(stack.apiUrl, stack.token);
    try {
      const result = await client.api.load({ measures: [COUNT] });
      const [row] = result.rawData() as Record<string, string>[];
      expect(Number(row?.[COUNT])).toBe(200);
    } finally {
      await client.close();
    }
  });

  it("refuse a request before any token", async () => {
    const [answer] = await exchange(
      stack.apiUrl,
      [{ messageId: "1", method: "load", params: { query: {} } }],
      1,
    );
    expect(answer).toMatchObject({
      status: 403,
      message: { error: "Not authorized", code: "not-authorized" },
    });
  });

  it.each([
    ["wrong", () => "hello", "token-invalid"],
    ["expired", () => sign({}, { expiresIn: -1 }), "token-expired"],
  ])("refuse a token that is %s", async (_, token, code) => {
    const [answer] = await exchange(
      stack.apiUrl,
      [{ authorization: token() }],
      1,
    );
    expect(answer).toMatchObject({ status: 403, message: { code } });
  });

  it("stop answering when their token expires", async () => {
    const answers = await exchange(
      stack.apiUrl,
      [
        { authorization: sign({}, { expiresIn: 2 }) },
        3000,
        {
          messageId: "1",
          method: "load",
          params: { query: { measures: [COUNT] } },
        },
      ],
      2,
    );
    expect(answers[0]).toEqual({ handshake: true });
    expect(answers[1]).toMatchObject({
      status: 403,
      message: { code: "token-expired" },
    });
  });
});

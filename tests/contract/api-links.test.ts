import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signToken, tokenKey } from "../../server/cube/api-token.ts";
import { startStack, TEST_SECRET, type Stack } from "../support/stack.ts";

interface Answer {
  id?: string;
  search?: string;
  error?: string;
  code?: string;
  hint?: string;
}

const STACKS = ["development", "production"] as const;

describe.each(STACKS)("short links in %s", (mode) => {
  let stack: Stack;
  let token: string | undefined;

  beforeAll(async () => {
    stack = await startStack({ mode, rows: 0 });
    ({ token } = stack);
  });

  afterAll(async () => {
    await stack?.stop();
  });

  async function ask(
    path: string,
    init: { body?: string; token?: string | undefined; type?: string } = {},
  ): Promise<{ status: number; body: Answer }> {
    const bearer = "token" in init ? init.token : token;
    const response = await fetch(`${stack.apiUrl}/lookthrough/links${path}`, {
      method: init.body === undefined ? "GET" : "POST",
      headers: {
        "Content-Type": init.type ?? "application/json",
        ...(bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` }),
      },
      ...(init.body === undefined ? {} : { body: init.body }),
    });
    expect(response.headers.get("content-type")).toMatch(/application\/json/);
    return {
      status: response.status,
      body: (await response.json()) as Answer,
    };
  }

  const post = (search: unknown, bearer = token) =>
    ask("", { body: JSON.stringify({ search }), token: bearer });

  it("keeps an address and answers with it", async () => {
    const search = `?v=1&rows=desk&name=Müller 😀&long=${"x".repeat(60_000)}`;
    const { status, body } = await post(search);
    expect(status).toBe(201);
    expect(body).toEqual({
      id: createHash("sha256").update(search).digest("base64url").slice(0, 12),
    });
    expect(await ask(`/${body.id}`)).toEqual({
      status: 200,
      body: { search },
    });
    expect(await post(search)).toEqual({ status: 201, body });
  });

  it("keeps what many post at a time, in DATA_DIR/links", async () => {
    const texts = Array.from({ length: 60 }, (_, i) => `?n=${i % 30}`);
    const answers = await Promise.all(texts.map((text) => post(text)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set([201]),
    );
    const files = await readdir(join(stack.dataDir, "links"));
    expect(files).toEqual(
      expect.arrayContaining(answers.map(({ body }) => body.id)),
    );
    expect(files.filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it.each([
    ["a text of more than 64 KiB", "x".repeat(65_537), 413, "link-too-long"],
    ["no text", undefined, 400, "bad-link"],
    ["a number", 7, 400, "bad-link"],
  ])("refuses %s", async (_, search, status, code) => {
    const answer = await post(search);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.body.error).toMatch(/search/);
    expect(answer.body.hint).toMatch(/\w/);
  });

  it("refuses a body that is not JSON", async () => {
    expect(await ask("", { body: "{search" })).toMatchObject({
      status: 400,
      body: { code: "malformed-json" },
    });
    expect(
      await ask("", { body: "search=a", type: "text/plain" }),
    ).toMatchObject({ status: 400, body: { code: "bad-link" } });
  });

  it.each([
    "/AAAAAAAAAAAA",
    "/..%2Fcredentials.json",
    "/%2e%2e%2fcredentials.json",
    "/%00",
    "/abc",
  ])("knows no link %s", async (path) => {
    const answer = await ask(path);
    expect(answer).toMatchObject({
      status: 404,
      body: { code: "link-unknown" },
    });
    expect(answer.body.hint).toMatch(/long address/);
  });

  it("is open to those whom the API is open to", async () => {
    const expired = signToken(
      { groups: ["analyst"] },
      tokenKey(TEST_SECRET),
      -10,
    );
    const other = signToken(
      { groups: ["analyst"] },
      tokenKey("another-secret-0123456789abcdef0123456789"),
      "1h",
    );
    const { body } = await post("?rows=desk");
    const codes = async (bearer: string | undefined) => {
      const asked = await Promise.all([
        ask("", { body: '{"search":"?rows=desk"}', token: bearer }),
        ask(`/${body.id}`, { token: bearer }),
      ]);
      return asked.map(({ status, body: { code } }) => code ?? status);
    };
    expect(await codes(expired)).toEqual(["token-expired", "token-expired"]);
    expect(await codes(other)).toEqual(["token-invalid", "token-invalid"]);
    expect(await codes(undefined)).toEqual(
      mode === "production" ? ["token-missing", "token-missing"] : [201, 200],
    );
    const desk = signToken(
      { groups: ["desk"], desk: "Macro" },
      tokenKey(TEST_SECRET),
      "1h",
    );
    expect(await codes(desk)).toEqual([201, 200]);
  });
});

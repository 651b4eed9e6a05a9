import jwt from "jsonwebtoken";
import { describe, expect, it } from "vitest";
import type { ServiceError } from "../../../../base/errors.ts";
import {
  signToken,
  tokenKey,
  verifyToken,
} from "../../../../server/cube/api-token.ts";
import { authHooks } from "../../../../server/cube/auth.ts";

const SECRET = "0123456789abcdef0123456789abcdef";
const key = tokenKey(SECRET);
const toCubeError = (error: ServiceError) => error;

const hooks = (mode: "development" | "production") =>
  authHooks(
    { mode },
    SECRET,
    ({ securityContext }) => {
      if (securityContext["groups"] === undefined) throw new Error("no group");
      return ["analyst"];
    },
    toCubeError,
  );

describe("verifyToken(token, key)", () => {
  it("returns the claims of a token it signed", () => {
    const token = signToken({ groups: ["a"] }, key, "1h");
    expect(verifyToken(token, key)).toMatchObject({ groups: ["a"] });
  });

  it.each([
    ["without exp", jwt.sign({}, SECRET), "token-without-expiry"],
    ["expired", jwt.sign({}, SECRET, { expiresIn: -1 }), "token-expired"],
    [
      "not valid yet",
      jwt.sign({}, SECRET, { notBefore: 60, expiresIn: 120 }),
      "token-not-yet-valid",
    ],
    [
      "of another algorithm",
      jwt.sign({}, SECRET, { algorithm: "HS384", expiresIn: 60 }),
      "token-invalid",
    ],
    [
      "of another key",
      jwt.sign({}, "y".repeat(32), { expiresIn: 60 }),
      "token-invalid",
    ],
    ["that is text", jwt.sign("text", SECRET), "token-without-expiry"],
    ["that is none", "x", "token-invalid"],
  ])("refuses one %s", (_, token, code) => {
    expect(() => verifyToken(token, key)).toThrow(
      expect.objectContaining({ code, status: 403 }) as Error,
    );
  });
});

describe("authHooks(config, secret)", () => {
  it("asks for a token in production only", async () => {
    await expect(
      hooks("production").checkAuth({}, undefined),
    ).rejects.toMatchObject({ code: "token-missing" });
    expect(await hooks("development").checkAuth({}, undefined)).toEqual({
      security_context: {},
    });
  });

  it("takes a wrong token for wrong also in development", async () => {
    await expect(hooks("development").checkAuth({}, "x")).rejects.toMatchObject(
      { code: "token-invalid" },
    );
  });

  it("takes a token without claims for nobody in development, for wrong in production", async () => {
    const token = signToken({}, key, "1h");
    expect(await hooks("development").checkAuth({}, token)).toEqual({
      security_context: {},
    });
    await expect(
      hooks("production").checkAuth({}, token),
    ).rejects.toMatchObject({ code: "token-groups", message: "no group" });
  });

  it("accepts Bearer", async () => {
    const token = signToken({ groups: ["a"] }, key, "1h");
    expect(
      await hooks("production").checkAuth({}, `Bearer ${token}`),
    ).toMatchObject({ security_context: { groups: ["a"] } });
  });

  it("grants sql only to a token that names it", () => {
    const { contextToApiScopes } = hooks("production");
    const scopes = (claim?: unknown) => contextToApiScopes({ scopes: claim });
    expect(scopes()).toEqual(["meta", "data", "graphql"]);
    expect(scopes(["sql", "root"])).toEqual(["meta", "data", "graphql", "sql"]);
    expect(scopes("sql")).toEqual(["meta", "data", "graphql"]);
  });

  it("refuses a socket whose token has expired since", () => {
    const { extendContext } = hooks("production");
    expect(() => extendContext({ securityContext: { exp: 1 } })).toThrow(
      "the token expired at 1970-01-01T00:00:01.000Z",
    );
    expect(extendContext({ securityContext: {} })).toEqual({});
  });
});

import { describe, expect, it } from "vitest";
import { signToken, tokenKey } from "../../../../server/cube/api-token.ts";
import { sqlAuth } from "../../../../server/cube/sql-auth.ts";

const SECRET = "0123456789abcdef0123456789abcdef";
const LOGIN = { user: "bi", password: "correct horse battery" };

function auth(
  mode: "development" | "production",
  login?: typeof LOGIN,
  contextToGroups = () => Promise.resolve([]) as never,
) {
  const sqlApi = {
    kind: "builtin",
    port: 1,
    login,
    authentication: "cleartext",
    tls: undefined,
    limits: {
      connections: 1,
      idleTimeout: 0,
      idleInTransactionTimeout: 0,
      statementTimeout: 0,
    },
  } as const;
  const check = sqlAuth({ mode, sqlApi }, SECRET, contextToGroups);
  return (user: string, password: string | null) =>
    check(undefined, user, password);
}

const token = (claims: object, expires = "1h") =>
  signToken(claims as never, tokenKey(SECRET), expires);

describe("sqlAuth(config)", () => {
  it("lets anybody in without a password in development", async () => {
    expect(await auth("development")("me", null)).toEqual({
      skipPasswordCheck: true,
      securityContext: {},
    });
  });

  it("asks the user named token for one, in development too", async () => {
    await expect(auth("development")("token", null)).rejects.toThrow("token");
    await expect(auth("development")("token", "x")).rejects.toThrow("token");
  });

  it("gives the bearer of a token the rights it has", async () => {
    const claims = { groups: ["desk"], desk: "EMEA Rates" };
    for (const mode of ["development", "production"] as const) {
      expect(await auth(mode)("token", token(claims))).toEqual({
        skipPasswordCheck: true,
        securityContext: expect.objectContaining(claims) as unknown,
      });
    }
  });

  it("gives the configured user everything, for the password", async () => {
    const answer = await auth("production", LOGIN)("bi", null);
    expect(answer).toEqual({
      password: LOGIN.password,
      securityContext: { groups: ["analyst"], scopes: ["sql"] },
    });
  });

  it("knows nobody else in production, nor where a user is configured", async () => {
    await expect(auth("production")("me", null)).rejects.toThrow("no user me");
    await expect(auth("production")("me", "pw")).rejects.toThrow("no user me");
    await expect(auth("development", LOGIN)("me", null)).rejects.toThrow(
      "no user me",
    );
  });

  it("shows the client what is wrong with its token", async () => {
    const check = auth("production");
    await expect(
      check("token", token({ groups: ["analyst"] }, "-1h")),
    ).rejects.toMatchObject({
      code: "28000",
      severity: "FATAL",
      message: expect.stringContaining("expired") as string,
    });
    const unknown = auth("production", undefined, () => {
      throw new Error("unknown group in token: x");
    });
    await expect(
      unknown("token", token({ groups: ["x"] })),
    ).rejects.toMatchObject({
      code: "28000",
      message: expect.stringContaining("unknown group in token: x") as string,
    });
  });
});

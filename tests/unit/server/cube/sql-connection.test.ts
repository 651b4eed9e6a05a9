import { describe, expect, it } from "vitest";
import { readConfig } from "../../../../server/config.ts";
import { sqlConnection } from "../../../../server/cube/sql-connection.ts";

const SECRET = "0123456789abcdef0123456789abcdef";
const LOGIN = {
  CUBEJS_SQL_USER: "reader",
  CUBEJS_SQL_PASSWORD: "0123456789abcdef",
};
const of = (env: Record<string, string>) => sqlConnection(readConfig(env));

describe("sqlConnection", () => {
  it("names the port, and that development asks for nothing", () => {
    expect(of({ CUBEJS_PG_SQL_PORT: "15999" })).toEqual({
      port: 15999,
      database: "lookthrough",
      tls: false,
      login: "none",
    });
  });

  it("says that production asks for a token", () => {
    const answer = of({ NODE_ENV: "production", CUBEJS_API_SECRET: SECRET });
    expect(answer?.login).toBe("token");
  });

  it("says when a user of the configuration is the only one", () => {
    expect(of({ ...LOGIN, SQL_AUTH: "scram-sha-256" })?.login).toBe("user");
    expect(of(LOGIN)?.login).toBe("token");
  });

  it("says whether the connection may be encrypted", () => {
    const tls = { SQL_TLS_CERT: "cert.pem", SQL_TLS_KEY: "key.pem" };
    expect(of(tls)?.tls).toBe(true);
  });

  it("knows of none where the SQL API is off", () => {
    expect(of({ SQL_API: "off" })).toBeNull();
  });

  it("tells neither users nor passwords", () => {
    const text = JSON.stringify(of({ ...LOGIN, SQL_AUTH: "md5" }));
    expect(text).not.toContain(LOGIN.CUBEJS_SQL_USER);
    expect(text).not.toContain(LOGIN.CUBEJS_SQL_PASSWORD);
  });
});

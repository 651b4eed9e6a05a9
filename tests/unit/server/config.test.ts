import { describe, expect, it } from "vitest";
import { readConfig } from "../../../server/config.ts";
import { cubeVariables } from "../../../server/cube-variables.ts";

const SECRET = "0123456789abcdef0123456789abcdef";
const production = { NODE_ENV: "production", CUBEJS_API_SECRET: SECRET };

const connection = {
  url: "http://127.0.0.1:8123",
  user: "cube",
  password: "p",
  database: "pivot",
};

describe("readConfig(env)", () => {
  it("is complete without any variable", () => {
    expect(readConfig({})).toEqual({
      mode: "development",
      host: "127.0.0.1",
      port: 4000,
      sqlApi: {
        kind: "auto",
        port: 15432,
        login: undefined,
        authentication: "cleartext",
        tls: undefined,
        limits: {
          connections: 100,
          idleTimeout: 0,
          idleInTransactionTimeout: 0,
          statementTimeout: 0,
        },
      },
      warehouse: {
        kind: "embedded",
        dataDir: ".lookthrough",
        httpPort: 8123,
        tcpPort: 9000,
        database: "pivot",
      },
      linksDir: ".lookthrough/links",
      sampleRows: 10_000,
      apiSecret: undefined,
      corsOrigins: [],
      logLevel: "warn",
      cubeEnvironment: {},
    });
  });

  it("uses the server that CLICKHOUSE_URL names", () => {
    const env = {
      CLICKHOUSE_URL: "https://ch:8443/",
      CLICKHOUSE_USER: "u",
      CLICKHOUSE_PASSWORD: "",
    };
    expect(readConfig(env).warehouse).toEqual({
      kind: "server",
      connection: {
        url: "https://ch:8443",
        user: "u",
        password: "",
        database: "pivot",
      },
      cluster: undefined,
    });
  });

  it("loads no sample in production unless it is asked to", () => {
    expect(readConfig(production).sampleRows).toBe(0);
    expect(readConfig({ ...production, SAMPLE_ROWS: "5" }).sampleRows).toBe(5);
  });

  it.each([
    [{ PORT: "http" }, "PORT must be a whole number from 1 to 65535: http"],
    [{ PORT: "" }, "PORT is set but empty"],
    [{ NODE_ENV: "prod" }, "NODE_ENV must be one of development, production"],
    [{ LOG_LEVEL: "debug" }, "LOG_LEVEL must be one of error, warn, info"],
    [{ HOST: "0.0.0.0" }, "HOST must be loopback in development"],
    [{ NODE_ENV: "production" }, "at least 32 characters in production: not"],
    [
      { NODE_ENV: "production", CUBEJS_API_SECRET: "short" },
      "at least 32 characters in production: 5 characters",
    ],
    [{ ...production, CUBEJS_DEV_MODE: "true" }, "lets anyone mint tokens"],
    [{ CLICKHOUSE_URL: "ch:8123" }, "must be an http or https URL: ch:8123"],
    [{ CLICKHOUSE_URLS: "x" }, "unknown variable CLICKHOUSE_URLS"],
    [{ CLICKHOUSE_CLUSTER: "c" }, "CLICKHOUSE_CLUSTER needs CLICKHOUSE_URL"],
    [{ CLICKHOUSE_DATABASE: "a-b" }, "letters, digits and underscores: a-b"],
    [{ CUBEJS_DB_HOST: "h" }, "CUBEJS_DB_HOST cannot be set here"],
    [{ CUBEJS_TESSERACT_SQL_PLANNER: "true" }, "cannot be set here"],
    [{ CUBEJS_JWT_KEY: "k" }, "CUBEJS_JWT_KEY cannot be set here"],
  ])("refuses %j", (env, message) => {
    expect(() => readConfig(env)).toThrow(message);
  });

  it("accepts a variable of Cube that says what is so anyway", () => {
    expect(readConfig({ CUBEJS_DB_TYPE: "clickhouse" }).mode).toBe(
      "development",
    );
  });
});

describe("cubeVariables(config, connection, secret)", () => {
  it("sets Cube up for the warehouse", () => {
    expect(cubeVariables(readConfig({}), connection, SECRET)).toMatchObject({
      NODE_ENV: "development",
      CUBEJS_DEV_MODE: "true",
      CUBEJS_API_SECRET: SECRET,
      CUBEJS_DB_TYPE: "clickhouse",
      CUBEJS_DB_HOST: "127.0.0.1",
      CUBEJS_DB_PORT: "8123",
      CUBEJS_DB_SSL: "false",
      CUBEJS_DB_USER: "cube",
      CUBEJS_DB_PASS: "p",
      CUBEJS_DB_NAME: "pivot",
      CUBEJS_TESSERACT_SQL_PLANNER: "false",
      CUBEJS_CACHE_AND_QUEUE_DRIVER: "memory",
      CUBEJS_PG_SQL_PORT: "false",
      CUBEJS_TELEMETRY: "false",
      CUBEJS_REFRESH_WORKER: "true",
    });
  });

  it("clears development mode in production", () => {
    const variables = cubeVariables(readConfig(production), connection, SECRET);
    expect(variables["CUBEJS_DEV_MODE"]).toBeUndefined();
    expect(variables["NODE_ENV"]).toBe("production");
  });

  it("takes the port from the scheme where the URL has none", () => {
    const secure = { ...connection, url: "https://ch" };
    expect(cubeVariables(readConfig({}), secure, SECRET)).toMatchObject({
      CUBEJS_DB_PORT: "443",
      CUBEJS_DB_SSL: "true",
    });
  });

  it("lets the user's own settings of Cube win", () => {
    const config = readConfig({
      CUBEJS_REFRESH_WORKER: "false",
      CUBEJS_CONCURRENCY: "4",
    });
    expect(cubeVariables(config, connection, SECRET)).toMatchObject({
      CUBEJS_REFRESH_WORKER: "false",
      CUBEJS_CONCURRENCY: "4",
    });
  });

  it("refuses the port of Cube's SQL API for MySQL", () => {
    expect(() => readConfig({ CUBEJS_SQL_PORT: "3306" })).toThrow(
      "CUBEJS_SQL_PORT cannot be set here",
    );
  });
});

describe("the SQL API", () => {
  const login = {
    CUBEJS_SQL_USER: "bi",
    CUBEJS_SQL_PASSWORD: "0123456789abcdef",
  };

  it("takes all of it from the environment, and hands nothing of it to Cube", () => {
    const config = readConfig({
      ...login,
      SQL_API: "builtin",
      CUBEJS_PG_SQL_PORT: "5433",
      SQL_AUTH: "scram-sha-256",
      SQL_TLS_CERT: "a.pem",
      SQL_TLS_KEY: "b.pem",
      SQL_MAX_CONNECTIONS: "20",
      SQL_IDLE_TIMEOUT: "3600",
      SQL_IDLE_IN_TRANSACTION_TIMEOUT: "60",
      SQL_STATEMENT_TIMEOUT: "30",
    });
    expect(config.sqlApi).toEqual({
      kind: "builtin",
      port: 5433,
      login: { user: "bi", password: "0123456789abcdef" },
      authentication: "scram-sha-256",
      tls: { cert: "a.pem", key: "b.pem" },
      limits: {
        connections: 20,
        idleTimeout: 3_600_000,
        idleInTransactionTimeout: 60_000,
        statementTimeout: 30_000,
      },
    });
    expect(config.cubeEnvironment).toEqual({});
  });

  it.each([
    [
      { CUBEJS_SQL_USER: "bi" },
      "CUBEJS_SQL_USER is set without CUBEJS_SQL_PASSWORD",
    ],
    [
      { CUBEJS_SQL_PASSWORD: "x" },
      "CUBEJS_SQL_PASSWORD is set without CUBEJS_SQL_USER",
    ],
    [{ SQL_TLS_CERT: "a.pem" }, "SQL_TLS_CERT is set without SQL_TLS_KEY"],
    [
      { SQL_MAX_CONNECTIONS: "0" },
      "SQL_MAX_CONNECTIONS must be a whole number from 1 to 10000: 0",
    ],
    [
      { SQL_STATEMENT_TIMEOUT: "30s" },
      "SQL_STATEMENT_TIMEOUT must be a whole number from 0 to 604800: 30s",
    ],
    [
      { SQL_IDLE_TIMEOUT: "-1" },
      "SQL_IDLE_TIMEOUT must be a whole number from 0 to 604800: -1",
    ],
    [
      { SQL_IDLE_IN_TRANSACTION_TIMEOUT: "604801" },
      "SQL_IDLE_IN_TRANSACTION_TIMEOUT must be a whole number from 0 to 604800: 604801",
    ],
    [{ SQL_AUTH: "md5" }, "SQL_AUTH=md5 needs a password that is known here"],
    [{ ...login, SQL_AUTH: "gss" }, "SQL_AUTH"],
    [{ SQL_API: "yes" }, "SQL_API"],
    [{ SQL_PORT: "1" }, "SQL_PORT"],
    [
      {
        ...login,
        CUBEJS_SQL_PASSWORD: "short",
        NODE_ENV: "production",
        CUBEJS_API_SECRET: SECRET,
      },
      "CUBEJS_SQL_PASSWORD must have at least 16 characters in production",
    ],
  ])("refuses %o", (env, message) => {
    expect(() => readConfig(env as Record<string, string>)).toThrow(message);
  });
});

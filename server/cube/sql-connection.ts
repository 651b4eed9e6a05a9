import type { RequestHandler } from "express";
import type { Config } from "../config.ts";
import { entersFreely } from "./sql-auth.ts";

/** How a client of Postgres reaches the SQL API. The host is that of the API. */
export interface SqlConnection {
  port: number;
  /** Any name is accepted; this one is ours. */
  database: string;
  tls: boolean;
  /** What it asks for: nothing, an API token, or CUBEJS_SQL_USER alone. */
  login: "none" | "token" | "user";
}

/** Where pages ask for it. */
export const SQL_CONNECTION_PATH = "/lookthrough/sql-connection";

const DATABASE = "lookthrough";

/** @returns null when there is no SQL API */
export function sqlConnection(
  config: Pick<Config, "mode" | "sqlApi">,
): SqlConnection | null {
  const { kind, port, tls, authentication } = config.sqlApi;
  if (kind === "off") return null;
  // Only a password sent as it is can be checked as a token.
  const others = authentication === "cleartext" ? "token" : "user";
  return {
    port,
    database: DATABASE,
    tls: tls !== undefined,
    login: entersFreely(config) ? "none" : others,
  };
}

/** Tells pages where the SQL API is: no more than a connection to it would. */
export function sqlConnectionRoute(
  config: Pick<Config, "mode" | "sqlApi">,
): RequestHandler {
  const answer = { sqlApi: sqlConnection(config) };
  return (_request, response) => {
    response.json(answer);
  };
}

import pg from "pg";
import { signToken, tokenKey } from "../../server/cube/api-token.ts";
import { type Stack, TEST_SECRET } from "../../tests/support/stack.ts";

/** With the rights of the lanes over REST. */
export const LOGIN = {
  user: "token",
  password: signToken(
    { groups: ["analyst"], scopes: ["sql"] },
    tokenKey(TEST_SECRET),
    "12h",
  ),
};

/** A client of the stack's SQL API, not connected yet. */
export const sqlClient = (stack: Stack): pg.Client =>
  new pg.Client({
    host: "127.0.0.1",
    port: stack.sqlPort,
    database: "cube",
    ...LOGIN,
  });

import { createClient, type ClickHouseClient } from "@clickhouse/client";
import { connect } from "node:net";
import pg from "pg";
import type { Stack } from "./stack.ts";
import { cancelRequest } from "./sql-wire.ts";

/** A session of the SQL API whose end is no unhandled error. */
export async function sqlClient(
  { sqlPort }: Pick<Stack, "sqlPort">,
  options: pg.ClientConfig = {},
): Promise<pg.Client> {
  const client = new pg.Client({
    host: "127.0.0.1",
    port: sqlPort,
    user: "anna",
    database: "views",
    ...options,
  });
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** What a statement was refused with. */
export async function sqlError(
  work: Promise<unknown>,
): Promise<pg.DatabaseError> {
  const answer = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("value" in answer) {
    throw new Error(`no error: ${JSON.stringify(answer.value).slice(0, 500)}`);
  }
  if (!(answer.error instanceof Error)) throw new Error("no error object");
  return answer.error as pg.DatabaseError;
}

/** Columns of `pg` that its types do not know. */
type WithKey = pg.Client & { processID: number; secretKey: number };

/** As Ctrl-C in psql: over another connection. */
export async function cancelStatement(
  { sqlPort }: Pick<Stack, "sqlPort">,
  client: pg.Client,
): Promise<void> {
  const { processID, secretKey } = client as WithKey;
  const key = Buffer.alloc(4);
  key.writeInt32BE(secretKey);
  const socket = connect(sqlPort, "127.0.0.1");
  socket.end(cancelRequest(processID, key));
  await new Promise<void>((resolve, reject) => {
    socket.once("close", () => resolve()).once("error", reject);
    socket.resume();
  });
}

/** The warehouse, asked without Cube. */
export function rawClient({ connections }: Stack): ClickHouseClient {
  const { url, user, password, database } = connections.owner;
  return createClient({ url, username: user, password, database });
}

export async function rawRows<T>(
  clickhouse: ClickHouseClient,
  query: string,
): Promise<T[]> {
  const result = await clickhouse.query({ query, format: "JSONEachRow" });
  return result.json<T>();
}

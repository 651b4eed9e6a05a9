import { createLog } from "../../server/log.ts";
import {
  startWireServer,
  type WireServer,
  type WireServerOptions,
} from "../../server/sql-api/wire/server.ts";
import { newActivity, toyExecutor, type ToyActivity } from "./sql-toy.ts";

export interface ToyServer extends WireServer {
  activity: ToyActivity;
  /** Lines of the log. */
  lines: string[];
  /** Options of a client that may enter. */
  client: {
    host: string;
    port: number;
    user: string;
    password: string;
    database: string;
  };
}

export const USER = "anna";
export const PASSWORD = "correct horse";

/** The wire server on a free port of loopback, with an executor for tests. */
export async function startToyServer(
  options: Partial<WireServerOptions> = {},
): Promise<ToyServer> {
  const activity = newActivity();
  const lines: string[] = [];
  const server = await startWireServer({
    host: "127.0.0.1",
    port: 0,
    checkSqlAuth: ({ user }) =>
      user === USER
        ? Promise.resolve({ password: PASSWORD, securityContext: { user } })
        : Promise.reject(new Error(`no such user: ${user}`)),
    createExecutor: toyExecutor(activity),
    log: createLog({
      level: "trace",
      json: true,
      write: (line) => void lines.push(line),
    }),
    ...options,
  });
  const { port } = server;
  return {
    ...server,
    get connections() {
      return server.connections;
    },
    activity,
    lines,
    client: {
      host: "127.0.0.1",
      port,
      user: USER,
      password: PASSWORD,
      database: "views",
    },
  };
}

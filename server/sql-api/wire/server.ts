import { createServer, type Socket, type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import {
  ServiceError,
  UsageError,
  errorMessage,
} from "../../../base/errors.ts";
import type { Log } from "../../log.ts";
import type { CreateExecutor } from "../executor.ts";
import { SqlError } from "../sql-error.ts";
import type { AuthenticationMethod, CheckSqlAuth } from "./authentication.ts";
import { CancelKeys } from "./cancel-keys.ts";
import { Connection, type ConnectionContext } from "./connection.ts";
import { WIRE_LIMITS, type WireLimits } from "./limits.ts";
import { readTls, type TlsFiles } from "./tls.ts";

export interface WireServerOptions {
  host: string;
  /** 0 takes any that is free. */
  port: number;
  /** Variables that set the two, for errors. @default HOST, CUBEJS_PG_SQL_PORT */
  variables?: { host: string; port: string };
  /** Without it there are plain connections only. */
  tls?: TlsFiles | undefined;
  /** Refuse plain connections. @default false */
  requireTls?: boolean;
  /**
   * How passwords are asked for; only the first shows them to `checkSqlAuth`.
   *
   * @default cleartext
   */
  authentication?: AuthenticationMethod;
  /**
   * Whether `checkSqlAuth` may let users in by `skipPasswordCheck` before they are
   * asked for a password.
   *
   * @default false
   */
  tryWithoutPassword?: boolean;
  checkSqlAuth: CheckSqlAuth;
  createExecutor: CreateExecutor;
  limits?: Partial<WireLimits>;
  log: Log;
}

export interface WireServer {
  port: number;
  /** Sockets that are open, sessions or not. */
  readonly connections: number;
  /** Tells the clients, stops their statements and resolves when all sockets are gone. */
  stop(): Promise<void>;
}

const LOOPBACK = /^(127\.|::1$|localhost$)/;

/** Sockets beside those of sessions: cancel requests, and those that log in. */
const EXTRA_SOCKETS = 32;

/**
 * Listens for clients of the Postgres protocol.
 *
 * @throws ServiceError `port-in-use`, `port-refused`, `host-refused`, `bad-tls-certificate`
 */
export async function startWireServer(
  options: WireServerOptions,
): Promise<WireServer> {
  const { host, port, log, requireTls = false } = options;
  const limits = { ...WIRE_LIMITS, ...options.limits };
  const method = options.authentication ?? "cleartext";
  if (requireTls && options.tls === undefined) {
    throw new UsageError(
      "TLS is required, but there is no certificate",
      "give a certificate and its key, or do not require TLS",
    );
  }
  const tls = options.tls === undefined ? undefined : readTls(options.tls);
  if (!LOOPBACK.test(host) && tls === undefined && method === "cleartext") {
    log.warn("passwords cross the network as plain text", {
      hint: "give the SQL API a TLS certificate, or ask for scram-sha-256",
    });
  }
  const connections = new Set<Connection>();
  const context: ConnectionContext = {
    method,
    tryWithoutPassword: options.tryWithoutPassword ?? false,
    checkSqlAuth: options.checkSqlAuth,
    createExecutor: options.createExecutor,
    tls,
    requireTls,
    limits,
    keys: new CancelKeys(),
    log,
    admit: places(limits.connections),
  };
  let stopping = false;
  const accept = (socket: Socket) => {
    const most = 2 * limits.connections + EXTRA_SOCKETS;
    // The system may have accepted it before the port was closed.
    if (stopping || connections.size >= most) {
      socket.destroy();
      return;
    }
    const connection = new Connection(socket, context);
    connections.add(connection);
    void connection.closed.then(() => connections.delete(connection));
  };

  const server = createServer(accept);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(listenError(error, options)));
    server.listen(port, host, resolve);
  });
  server.on("error", (error) => {
    log.error("the SQL API cannot accept a connection", {
      error: errorMessage(error),
    });
  });

  const stop = async () => {
    stopping = true;
    const stopped = new Promise((resolve) => server.close(resolve));
    const open = [...connections];
    for (const connection of open) {
      connection.terminate(
        new SqlError(
          "57P01",
          "terminating connection due to administrator command",
        ),
      );
    }
    await Promise.all([stopped, ...open.map(({ closed }) => closed)]);
    const gaveUp = new AbortController();
    await Promise.race([
      Promise.all(open.map(({ done }) => done)),
      sleep(limits.grace, undefined, { signal: gaveUp.signal }).catch(() => {}),
    ]);
    gaveUp.abort();
  };
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections.size;
    },
    stop,
  };
}

/** @throws SqlError 53300 when all are taken */
function places(most: number): () => () => void {
  let taken = 0;
  return () => {
    if (taken >= most) {
      throw new SqlError("53300", "sorry, too many clients already", {
        detail: `there are ${most} sessions, as many as are allowed`,
        hint: "close connections that are not needed, or pool them",
      });
    }
    taken++;
    return () => void taken--;
  };
}

function listenError(
  cause: NodeJS.ErrnoException,
  { host, port, variables }: WireServerOptions,
): ServiceError {
  const names = { host: "HOST", port: "CUBEJS_PG_SQL_PORT", ...variables };
  const place = `port ${port} on ${host} of the SQL API (${names.port})`;
  if (cause.code === "EADDRINUSE") {
    return new ServiceError("port-in-use", `${place} is in use`, {
      hint: `stop what listens there, perhaps another Lookthrough, or set ${names.port}`,
      cause,
    });
  }
  if (cause.code === "EACCES") {
    return new ServiceError("port-refused", `the system refuses ${place}`, {
      hint: `set ${names.port} to a port above 1023`,
      cause,
    });
  }
  return new ServiceError(
    "host-refused",
    `the SQL API cannot listen on ${host} (${names.host})`,
    { hint: `set ${names.host} to an address of this machine`, cause },
  );
}

import { createServer } from "node:net";
import { ServiceError } from "../../base/errors.ts";

export const HOST = "127.0.0.1";

/** The engine's two listeners. */
export interface Ports {
  http: number;
  tcp: number;
}

const VARIABLES = {
  http: "WAREHOUSE_HTTP_PORT",
  tcp: "WAREHOUSE_TCP_PORT",
} as const;

/** @throws ServiceError `port-in-use` or `port-refused`, naming the variable */
export async function checkPorts(ports: Ports): Promise<void> {
  for (const kind of ["http", "tcp"] as const) {
    await checkPort(HOST, ports[kind], "the warehouse", VARIABLES[kind]);
  }
}

/**
 * Fails early when something else listens.
 *
 * @param of whose port it is, for the error
 * @param variable what sets it
 * @throws ServiceError `port-in-use` or `port-refused`
 */
export async function checkPort(
  host: string,
  port: number,
  of: string,
  variable: string,
): Promise<void> {
  const error = await tryToListen(host, port);
  if (error === undefined) return;
  if (error.code === "EADDRINUSE") {
    throw new ServiceError(
      "port-in-use",
      `port ${port} of ${of} (${variable}) is in use`,
      {
        hint: `stop what listens there, perhaps another Lookthrough, or set ${variable}`,
        cause: error,
      },
    );
  }
  throw new ServiceError(
    "port-refused",
    `the system refuses port ${port} of ${of} (${variable})`,
    { hint: `set ${variable} to a port above 1023`, cause: error },
  );
}

const tryToListen = (host: string, port: number) =>
  new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    const server = createServer();
    server.once("error", resolve);
    server.listen({ port, host, exclusive: true }, () =>
      server.close(() => resolve(undefined)),
    );
  });

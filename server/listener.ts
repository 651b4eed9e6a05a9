import { createServer, type RequestListener, type Server } from "node:http";
import { ServiceError } from "../base/errors.ts";

/** An open port. Until there is something to serve it says that it is starting. */
export interface Listener {
  server: Server;
  url: string;
  serve(handler: RequestListener): void;
  /** Lets requests end for a moment, then closes their connections. */
  close(): Promise<void>;
}

/** Milliseconds that running requests get to end. */
const GRACE = 1500;

/** Longer than the idle time of common load balancers, which must close first. */
const KEEP_ALIVE = 65_000;

const STARTING = JSON.stringify({
  error: "the service is starting",
  code: "starting",
  hint: "GET /health/ready tells when it is ready",
});

const starting: RequestListener = (request, response) => {
  const live = ["/health/live", "/livez"].includes(request.url ?? "");
  response.writeHead(live ? 200 : 503, { "Content-Type": "application/json" });
  response.end(live ? '{"status":"alive","health":"HEALTH"}' : STARTING);
};

/**
 * Takes the port first of all, so that a start that cannot succeed fails at once.
 *
 * @throws ServiceError `port-in-use` or `port-refused`
 */
export async function openListener(
  host: string,
  port: number,
): Promise<Listener> {
  let handler: RequestListener = starting;
  const server = createServer(
    (request, response) => void handler(request, response),
  );
  server.keepAliveTimeout = KEEP_ALIVE;
  server.headersTimeout = KEEP_ALIVE + 1000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(listenError(error, host, port)));
    server.listen(port, host, resolve);
  });
  return {
    server,
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    serve(next) {
      handler = next;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), GRACE);
      await closed;
      clearTimeout(timer);
    },
  };
}

function listenError(
  cause: NodeJS.ErrnoException,
  host: string,
  port: number,
): Error {
  const place = `port ${port} on ${host} (PORT)`;
  if (cause.code === "EADDRINUSE") {
    return new ServiceError("port-in-use", `${place} is in use`, {
      hint: "stop what listens there, perhaps another Lookthrough, or set PORT",
      cause,
    });
  }
  if (cause.code === "EACCES") {
    return new ServiceError("port-refused", `the system refuses ${place}`, {
      hint: "set PORT to a port above 1023",
      cause,
    });
  }
  return new ServiceError("host-refused", `cannot listen on ${host} (HOST)`, {
    hint: "set HOST to an address of this machine",
    cause,
  });
}

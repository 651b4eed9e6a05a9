import { EventEmitter } from "node:events";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { errorMessage } from "../../base/errors.ts";
import type { Config } from "../config.ts";
import type { CubeSocketServer } from "./cube-core.ts";
import { assertSameSite } from "./request-guard.ts";

export interface Sockets {
  close(): Promise<void>;
}

/**
 * Cube's WebSockets on our HTTP server, at any path: clients connect to the
 * root or below /cubejs-api. Browsers open sockets to any site and ask nobody,
 * so that the origin is checked here.
 */
export function serveSockets(
  server: Server,
  socketServer: CubeSocketServer,
  config: Config,
): Sockets {
  const checked = new EventEmitter();
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    try {
      assertSameSite(request, config);
    } catch (error) {
      socket.end(
        "HTTP/1.1 403 Forbidden\r\nConnection: close\r\n" +
          `Content-Type: text/plain\r\n\r\n${errorMessage(error)}\n`,
      );
      return;
    }
    checked.emit("upgrade", request, socket, head);
  };
  socketServer.initServer(checked);
  server.on("upgrade", upgrade);
  return {
    async close() {
      server.off("upgrade", upgrade);
      await socketServer.close();
    },
  };
}

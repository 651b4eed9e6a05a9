import { createRequire } from "node:module";
import cube, { type CubeApi, type CubeApiOptions } from "@cubejs-client/core";

const require = createRequire(import.meta.url);

type Transport = NonNullable<CubeApiOptions["transport"]> & {
  close(): Promise<void>;
};

type TransportConstructor = new (options: {
  authorization: string;
  apiUrl: string;
}) => Transport;

/** The official client over the official WebSocket transport; close it. */
export function socketClient(
  apiUrl: string,
  authorization = "",
): { api: CubeApi; close(): Promise<void> } {
  const WebSocketTransport =
    require("@cubejs-client/ws-transport") as TransportConstructor;
  const transport = new WebSocketTransport({
    authorization,
    apiUrl: apiUrl.replace("http", "ws"),
  });
  return {
    api: cube("", { transport, apiUrl }),
    close: () => transport.close(),
  };
}

interface Socket {
  on(event: "open", listener: () => void): void;
  on(event: "message", listener: (data: { toString(): string }) => void): void;
  on(event: "error", listener: (error: Error) => void): void;
  send(text: string): void;
  close(): void;
}

/**
 * Sends messages over a bare socket, pausing for the milliseconds a number
 * gives, and resolves with the first `count` answers.
 */
export async function exchange(
  apiUrl: string,
  messages: (object | number)[],
  count: number,
): Promise<unknown[]> {
  const WebSocket = require("ws") as new (url: string) => Socket;
  const socket = new WebSocket(apiUrl.replace("http", "ws"));
  const answers: unknown[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      socket.on("error", reject);
      socket.on("message", (data) => {
        answers.push(JSON.parse(data.toString()));
        if (answers.length === count) resolve();
      });
      socket.on("open", () => {
        let wait = 0;
        for (const message of messages) {
          if (typeof message === "number") wait += message;
          else setTimeout(() => socket.send(JSON.stringify(message)), wait);
        }
      });
    });
    return answers;
  } finally {
    socket.close();
  }
}

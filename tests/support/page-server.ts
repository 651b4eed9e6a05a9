import { once } from "node:events";
import { createServer } from "node:http";
import { freePorts } from "./warehouse.ts";

export interface PageServer {
  url: string;
  close(): Promise<void>;
}

/** One page and nothing else, as any static server would send it. */
export async function servePage(
  html: string,
  headers: Record<string, string> = {},
  at?: number,
): Promise<PageServer> {
  const port = at ?? (await freePorts(1))[0];
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html", ...headers });
    response.end(html);
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

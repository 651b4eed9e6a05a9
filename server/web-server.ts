import { join } from "node:path";

export interface WebServer {
  url: string;
  stop(): Promise<void>;
}

const HOST = "127.0.0.1";

/** Vite's development server for the web client, in front of our API. */
export async function startWebServer(
  web: string,
  apiUrl: string,
): Promise<WebServer> {
  // Loaded only here: production images need not have it.
  const { createServer } = await import("vite");
  const server = await createServer({
    configFile: join(web, "vite.config.ts"),
    clearScreen: false,
    server: {
      host: HOST,
      proxy: {
        "/cubejs-api": apiUrl,
        "/lookthrough/links": apiUrl,
        "/playground": apiUrl,
      },
    },
  });
  await server.listen();
  return {
    url: server.resolvedUrls?.local[0] ?? `http://${HOST}`,
    stop: () => server.close(),
  };
}

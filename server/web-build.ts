import { spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { childEnvironment } from "./config.ts";

/** What the build depends on, below web/. */
const SOURCES = [
  "src",
  "public",
  "index.html",
  "vite.config.ts",
  "vite.embed.config.ts",
  "embed-assets.ts",
];

/** A configuration of Vite below web/, and a file that its build writes last. */
interface WebBuild {
  config: string;
  result: string;
}

/** The web client. */
export const CLIENT: WebBuild = {
  config: "vite.config.ts",
  result: join("dist", "index.html"),
};

/** The pivot for pages of others. */
export const EMBED: WebBuild = {
  config: "vite.embed.config.ts",
  result: join("dist-embed", "lookthrough-pivot.js"),
};

/** Whether a build is missing or older than its sources. False without sources. */
export function isWebBuildStale(web: string, { result } = CLIENT): boolean {
  if (!existsSync(join(web, "src"))) return false;
  const page = join(web, result);
  if (!existsSync(page)) return true;
  const built = statSync(page).mtimeMs;
  return SOURCES.some((source) => newest(join(web, source)) > built);
}

/** Time of the latest change in a file or folder, milliseconds; 0 if it is missing. */
function newest(path: string): number {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(
    stats.mtimeMs,
    ...readdirSync(path).map((name) => newest(join(path, name))),
  );
}

/**
 * Builds the web client in a process of its own, while the API already answers.
 *
 * @throws with what Vite said
 */
export async function buildWeb(
  web: string,
  signal: AbortSignal,
  { config } = CLIENT,
): Promise<void> {
  const require = createRequire(import.meta.url);
  const vite = join(
    dirname(require.resolve("vite/package.json")),
    "bin",
    "vite.js",
  );
  const parameters = [vite, "build", web, "--config", join(web, config)];
  const child = spawn(process.execPath, parameters, {
    signal,
    stdio: ["ignore", "ignore", "pipe"],
    // Ours may say development, which would bundle React's.
    env: childEnvironment({ NODE_ENV: "production" }),
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0)
    throw new Error(said.trim() || `vite ended with code ${code}`);
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

export interface Sizes {
  /** Bytes of gzip that the first page loads. */
  script: number;
  style: number;
}

/** What a script needs at once: its static imports, not those it may ask for later. */
const importsOf = (text: string): string[] =>
  [...text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)].flatMap(
    ([, name]) => name ?? [],
  );

/**
 * Sizes of the files that "/" loads before anything is clicked: what the page
 * itself names, and the chunk of the pivot, with all they import.
 *
 * @param dist folder of the build
 */
export function initialSizes(dist: string): Sizes {
  const assets = join(dist, "assets");
  const page = readFileSync(join(dist, "index.html"), "utf8");
  const named = [...page.matchAll(/assets\/([^"']+\.(?:js|css))/g)].flatMap(
    ([, name]) => name ?? [],
  );
  const route = readdirSync(assets).filter((name) =>
    /^ExplorerPage-.*\.(js|css)$/.test(name),
  );
  const queue = [...named, ...route];
  const seen = new Set<string>();
  const sizes: Sizes = { script: 0, style: 0 };
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const content = readFileSync(join(assets, name));
    sizes[name.endsWith(".css") ? "style" : "script"] +=
      gzipSync(content).length;
    if (name.endsWith(".js")) queue.push(...importsOf(content.toString()));
  }
  return sizes;
}

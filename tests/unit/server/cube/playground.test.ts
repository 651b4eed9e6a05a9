import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { playgroundPage } from "../../../../server/cube/playground.ts";

const require = createRequire(import.meta.url);

describe("playgroundPage(html)", () => {
  it("removes the analytics of the installed Playground and keeps the rest", () => {
    const folder = dirname(
      require.resolve("@cubejs-backend/server-core/package.json"),
    );
    const html = readFileSync(join(folder, "playground", "index.html"), "utf8");
    expect(html).toContain("cdn.segment.com");
    const page = playgroundPage(html);
    expect(page).not.toContain("segment");
    expect(page).toContain('type="module"');
    expect(page).toContain('<div id="playground-root"></div>');
  });
});

// Fetches Cube's native extension with the package's own installer, which npm
// does not run here (.npmrc ignores install scripts).
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve("@cubejs-backend/native/package.json"));
const installer = require.resolve("@cubejs-infra/post-installer/dist/bin.js", {
  paths: [folder],
});
const extension = [
  join(folder, "index.node"),
  join(folder, "native", "index.node"),
].find((path) => existsSync(path));

if (extension !== undefined) {
  console.log("Cube's native extension is installed already.");
  process.exit(0);
}

const { status, error } = spawnSync(process.execPath, [installer], {
  cwd: folder,
  stdio: "inherit",
});
const loads = spawnSync(
  process.execPath,
  ["-e", 'require("@cubejs-backend/native").loadNative()'],
  { cwd: folder, stdio: "ignore" },
);
if (status === 0 && error === undefined && loads.status === 0) {
  console.log("Cube's native extension is installed; restart to use it.");
  process.exit(0);
}
console.error(
  [
    "error: Cube's native extension could not be installed",
    "  hint: its installer downloads from GitHub releases; without access everything but",
    "        Jinja, Python models and Cube's own SQL API works: nothing needs to be done",
  ].join("\n"),
);
process.exit(1);

// Bundles the generator once per test run: its tests start it some hundred times,
// and what node takes to find and read its modules, in every worker thread again,
// is more than most of these runs take.
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of the generator's program as JavaScript. */
    generator: string;
  }
}

const ROOT = join(import.meta.dirname, "..", "..");
/** What the program reads beside itself, where its sources have it. */
const READ = ["node_modules", "package.json", "sql", "generator/checks"];
/** They load files of their own folder. */
const NOT_BUNDLED = ["@bokuweb/zstd-wasm", "piscina"];

/** As deep below the root as the sources that read something from it. */
const FOLDER = join("generator", "program");

const compile = (folder: string) =>
  build({
    root: ROOT,
    configFile: false,
    logLevel: "error",
    publicDir: false,
    ssr: { noExternal: true, external: NOT_BUNDLED },
    build: {
      ssr: true,
      target: "node20",
      outDir: join(folder, FOLDER),
      minify: false,
      rollupOptions: {
        input: {
          "main.js": join(ROOT, "generator", "main.ts"),
          // Its entry in the sources registers tsx for one import.
          "worker.mjs": join(ROOT, "generator", "encode", "worker.ts"),
        },
        output: { entryFileNames: "[name]", chunkFileNames: "[name].js" },
      },
    },
  });

/** Types are not checked: `npm run typecheck` does that. */
export default async function setup(project: TestProject) {
  const folder = await mkdtemp(join(tmpdir(), "lookthrough-generator-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await compile(folder);
    for (const name of READ) {
      await symlink(join(ROOT, name), join(folder, name));
    }
  } catch (error) {
    await remove();
    throw error;
  }
  project.provide("generator", join(folder, FOLDER, "main.js"));
  return remove;
}

// Compiles the generator once per test run: its tests start it some hundred
// times, and what tsx takes to start, in every worker thread again, is more
// than most of these runs take.
import { cp, mkdtemp, readdir, readFile } from "node:fs/promises";
import { rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of the generator's program as JavaScript. */
    generator: string;
  }
}

const ROOT = join(import.meta.dirname, "..", "..");
const SOURCES = ["base", "generator"];
/** What the program reads beside its own files. */
const LINKS = ["node_modules", "package.json", "sql"];

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
};

/** A worker's entry registers tsx for one import, which is JavaScript here. */
const WORKER = "worker.mjs";
const WORKER_ENTRY = 'export { default } from "./worker.js";\n';

async function compile(folder: string): Promise<void> {
  for (const source of SOURCES) {
    const target = join(folder, source);
    await cp(join(ROOT, source), target, { recursive: true });
    const files = await readdir(target, { recursive: true });
    for (const file of files.map((name) => join(target, name))) {
      if (file.endsWith(WORKER)) await writeFile(file, WORKER_ENTRY);
      if (!file.endsWith(".ts") || file.endsWith(".d.ts")) continue;
      const { outputText } = ts.transpileModule(await readFile(file, "utf8"), {
        compilerOptions: OPTIONS,
        fileName: file,
      });
      await writeFile(file.replace(/\.ts$/, ".js"), outputText);
      await rm(file);
    }
  }
  for (const link of LINKS) await symlink(join(ROOT, link), join(folder, link));
}

/** Types are not checked: `npm run typecheck` does that. */
export default async function setup(project: TestProject) {
  const folder = await mkdtemp(join(tmpdir(), "lookthrough-generator-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await compile(folder);
  } catch (error) {
    await remove();
    throw error;
  }
  project.provide("generator", join(folder, "generator", "main.js"));
  return remove;
}

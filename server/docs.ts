import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { format } from "prettier";
import { runCommand } from "../base/cli.ts";
import { rollupCoverage } from "./cube/rollup-coverage.ts";
import { KINDS } from "../tests/support/sql-statements.ts";
import { environmentTable, portsTable, replaceSection } from "./doc-tables.ts";
import { generatedFiles } from "./generated-files.ts";
import { statementTables } from "./statement-tables.ts";

const ROOT = join(import.meta.dirname, "..");

const read = (...path: string[]) => readFile(join(ROOT, ...path), "utf8");

/** The generated documents: path and text. */
async function documents(): Promise<[path: string, text: string][]> {
  const readme = replaceSection(
    replaceSection(await read("README.md"), "ports", portsTable()),
    "env",
    environmentTable(),
  );
  const coverage = rollupCoverage(
    await read("model", "cubes", "trade_facts.yml"),
    await read("model", "cubes", "trades.yml"),
  );
  const pretty = (text: string) => format(text, { parser: "markdown" });
  return [
    ["README.md", await pretty(readme)],
    [join("docs", "rollups.md"), await pretty(coverage)],
    [join("docs", "sql-statements.md"), await pretty(statementTables(KINDS))],
  ];
}

const docs = generatedFiles({
  summary: "Writes what the documents derive from code and model.",
  root: ROOT,
  writtenBy: "npm run docs",
  files: documents,
});

await runCommand("npm run docs --", docs, process.argv.slice(2));

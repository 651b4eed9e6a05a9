import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { format } from "prettier";
import { runCommand, type Command } from "../base/cli.ts";
import { ServiceError } from "../base/errors.ts";
import { rollupCoverage } from "./cube/rollup-coverage.ts";
import { KINDS } from "../tests/support/sql-statements.ts";
import { environmentTable, portsTable, replaceSection } from "./doc-tables.ts";
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

const docs: Command = {
  name: "",
  summary: "Writes what the documents derive from code and model.",
  options: {
    check: {
      type: "boolean",
      description: "write nothing; fail if a document is out of date",
    },
  },
  async run(args) {
    const stale: string[] = [];
    for (const [path, text] of await documents()) {
      const current = await read(path).catch(() => "");
      if (current === text) continue;
      stale.push(path);
      if (!args.flag("check")) await writeFile(join(ROOT, path), text);
    }
    if (args.flag("check") && stale.length > 0) {
      throw new ServiceError("docs-stale", `out of date: ${stale.join(", ")}`, {
        hint: "npm run docs",
      });
    }
    process.stdout.write(
      stale.length === 0 ? "up to date\n" : `wrote ${stale.join(", ")}\n`,
    );
  },
};

await runCommand("npm run docs --", docs, process.argv.slice(2));

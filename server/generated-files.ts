import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "../base/cli.ts";
import { ServiceError } from "../base/errors.ts";

export interface GeneratedFiles {
  summary: string;
  /** Folder that paths are relative to. */
  root: string;
  /** The command that writes them, for the hint. */
  writtenBy: string;
  files: () => Promise<[path: string, text: string][]>;
}

/** A command that writes files derived from others; with --check it only compares. */
export const generatedFiles = (generated: GeneratedFiles): Command => ({
  name: "",
  summary: generated.summary,
  options: {
    check: {
      type: "boolean",
      description: "write nothing; fail if a file is out of date",
    },
  },
  async run(args) {
    const stale: string[] = [];
    for (const [path, text] of await generated.files()) {
      const file = join(generated.root, path);
      const current = await readFile(file, "utf8").catch(() => "");
      if (current === text) continue;
      stale.push(path);
      if (!args.flag("check")) await writeFile(file, text);
    }
    if (args.flag("check") && stale.length > 0) {
      throw new ServiceError(
        "files-stale",
        `out of date: ${stale.join(", ")}`,
        { hint: generated.writtenBy },
      );
    }
    process.stdout.write(
      stale.length === 0 ? "up to date\n" : `wrote ${stale.join(", ")}\n`,
    );
  },
});

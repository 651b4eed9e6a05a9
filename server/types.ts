import { join } from "node:path";
import { format } from "prettier";
import { runCommand } from "../base/cli.ts";
import { publicViews } from "./compiled-model.ts";
import { generatedFiles } from "./generated-files.ts";
import { modelTypes } from "./model-types.ts";

const ROOT = join(import.meta.dirname, "..");

const types = generatedFiles({
  summary: "Writes the types of the model's public members for the web client.",
  root: ROOT,
  writtenBy: "npm run types",
  files: async () => {
    const text = modelTypes(await publicViews(join(ROOT, "model")));
    return [
      [
        join("web", "src", "model", "members.ts"),
        await format(text, { parser: "typescript" }),
      ],
    ];
  },
});

await runCommand("npm run types --", types, process.argv.slice(2));

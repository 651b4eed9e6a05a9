import { runProgram } from "../base/cli.ts";
import { generator } from "./generator/command.ts";
import { queries } from "./queries/command.ts";

await runProgram(
  "npm run bench --",
  [queries, generator],
  queries,
  process.argv.slice(2),
);

import { runProgram } from "../base/cli.ts";
import { describe } from "./commands/describe.ts";
import { generate } from "./commands/generate.ts";
import { load } from "./commands/load.ts";
import { status } from "./commands/status.ts";
import { stream } from "./commands/stream.ts";
import { validate } from "./commands/validate.ts";

await runProgram(
  "npm run generate --",
  [load, stream, status, describe, validate],
  generate,
  process.argv.slice(2),
);

import { runProgram } from "../base/cli.ts";
import { generator } from "./generator/command.ts";
import { queries } from "./queries/command.ts";
import { sqlApi } from "./sql-api/command.ts";
import { web } from "./web/command.ts";
import { webReshape } from "./web-reshape/command.ts";

await runProgram(
  "npm run bench --",
  [queries, generator, sqlApi, web, webReshape],
  queries,
  process.argv.slice(2),
);

import { type Command, EXIT, reportError, runCommand } from "../base/cli.ts";
import { UsageError } from "../base/errors.ts";
import { generate } from "./commands/generate.ts";
import { load } from "./commands/load.ts";
import { status } from "./commands/status.ts";
import { stream } from "./commands/stream.ts";
import { validate } from "./commands/validate.ts";

const PROGRAM = "npm run generate --";

const COMMANDS: readonly Command[] = [load, stream, status, validate];

const [first = "", ...rest] = process.argv.slice(2);
const command = COMMANDS.find(({ name }) => name === first);

if (command !== undefined) {
  await runCommand(PROGRAM, command, rest);
} else if (first !== "" && !first.startsWith("-")) {
  const legal = COMMANDS.map(({ name }) => name).join(", ");
  reportError(
    new UsageError(
      `unknown command: ${first}`,
      `legal: ${legal}, or none to write CSV files; --help describes them`,
    ),
    false,
  );
  process.exitCode = EXIT.usage;
} else {
  await runCommand(PROGRAM, generate, process.argv.slice(2));
}

import { type Arguments, type Command, EXIT } from "../../base/cli.ts";
import { UsageError } from "../../base/errors.ts";
import { processConnection } from "../config.ts";
import { checkDatabase } from "../validate/database.ts";
import {
  checkConstituents,
  checkInstruments,
} from "../validate/reference-files.ts";
import { type CheckResult, reportText } from "../validate/report.ts";
import { checkTrades } from "../validate/trade-file.ts";
import { WarehouseClient } from "../warehouse/client.ts";
import { print } from "./print.ts";

/** Checks files or the database; exit code 1 when something does not hold. */
export const validate: Command = {
  name: "validate",
  summary:
    "Checks the database, or files when any is named. Prints every check with what it saw.",
  options: {
    trades: { type: "string", value: "path", description: "trades file" },
    instruments: {
      type: "string",
      value: "path",
      description: "instruments file",
    },
    constituents: {
      type: "string",
      value: "path",
      description: "constituents file; trades are checked against it",
    },
  },
  async run(args) {
    const results = await check(args);
    await print(reportText(results));
    if (results.some(({ breaches }) => breaches > 0)) {
      process.exitCode = EXIT.failed;
    }
  },
};

async function check(args: Arguments): Promise<CheckResult[]> {
  const [stray] = args.positionals;
  if (stray !== undefined) {
    throw new UsageError(
      `unexpected argument: ${stray}`,
      "name files with --trades, --instruments and --constituents",
    );
  }
  const paths = {
    trades: args.text("trades"),
    instruments: args.text("instruments"),
    constituents: args.text("constituents"),
  };
  for (const [flag, path] of Object.entries(paths)) {
    if (path === "") {
      throw new UsageError(`--${flag} is empty`, "give it the path of a file");
    }
  }
  return Object.values(paths).every((path) => path === undefined)
    ? checkWarehouse()
    : checkFiles(paths);
}

async function checkWarehouse(): Promise<CheckResult[]> {
  const client = new WarehouseClient(await processConnection());
  try {
    return await checkDatabase(client);
  } finally {
    await client.close();
  }
}

async function checkFiles(paths: {
  trades: string | undefined;
  instruments: string | undefined;
  constituents: string | undefined;
}): Promise<CheckResult[]> {
  const instruments =
    paths.instruments === undefined
      ? undefined
      : await checkInstruments(paths.instruments);
  const constituents =
    paths.constituents === undefined
      ? undefined
      : await checkConstituents(paths.constituents, instruments?.symbols);
  return [
    ...(instruments === undefined ? [] : [instruments.result]),
    ...(constituents?.results ?? []),
    ...(paths.trades === undefined
      ? []
      : await checkTrades(paths.trades, constituents?.holdings)),
  ];
}

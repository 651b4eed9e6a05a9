import { runCommand, type Command } from "../../base/cli.ts";
import { ServiceError } from "../../base/errors.ts";
import { processConfig } from "../config.ts";
import { STDERR } from "./log.ts";
import { migrate, type MigrateOptions, type Migration } from "./migrations.ts";
import { confirmReset, resetDatabase, storedRows } from "./reset.ts";
import { verifyRollups, type RollupCheck } from "./rollup-check.ts";
import { rebuildRollups } from "./rollups.ts";
import { textTable } from "./table.ts";
import { useWarehouse, type Warehouse } from "./warehouse.ts";

const say = (text: string) => void process.stdout.write(`${text}\n`);

const COMMANDS: Record<string, Command> = {
  migrate: {
    name: "",
    summary: "Brings the database to the schema of sql/.",
    options: {},
    run: () =>
      inWarehouse(async ({ connections: { owner } }, options) => {
        sayMigration(await migrate(owner, options));
      }),
  },
  reset: {
    name: "",
    summary: "Deletes the database with all its rows and creates it anew.",
    options: { yes: { type: "boolean", description: "do not ask" } },
    run: (args) =>
      inWarehouse(async ({ connections: { owner } }, options) => {
        const lost = (await storedRows(owner)).toLocaleString("en-US");
        say(`${lost} rows of database ${owner.database} will be lost`);
        if (!args.flag("yes")) await confirmReset(owner.database);
        sayMigration(await resetDatabase(owner, options));
      }),
  },
  rollups: {
    name: "",
    summary: "Computes every rollup anew and compares it with the facts.",
    options: {},
    run: () =>
      inWarehouse(async ({ connections: { owner } }, options) => {
        sayMigration(await migrate(owner, options));
        say(`rebuilt ${(await rebuildRollups(owner)).join(", ")}`);
        sayChecks(await verifyRollups(owner));
      }),
  },
};

async function inWarehouse(
  use: (warehouse: Warehouse, options: MigrateOptions) => Promise<void>,
): Promise<void> {
  const { warehouse: config } = processConfig();
  const warehouse = await useWarehouse(config, STDERR);
  try {
    await use(warehouse, {
      cluster: config.kind === "server" ? config.cluster : undefined,
      dictionary: warehouse.connections.reader,
    });
  } finally {
    await warehouse.stop();
  }
}

function sayMigration({ applied, unchanged }: Migration): void {
  for (const name of applied) say(`applied   sql/${name}`);
  say(`${applied.length} applied, ${unchanged.length} unchanged`);
}

function sayChecks(checks: RollupCheck[]): void {
  say(
    textTable([
      ["rollup", "measure", "facts", "rollup", "groups", "unequal"],
      ...checks.map((check) => [
        check.rollup,
        check.measure,
        check.facts,
        check.total,
        check.groups,
        check.unequal,
      ]),
    ]),
  );
  const unequal = checks.filter((check) => check.unequal > 0);
  if (unequal.length > 0) {
    const names = unequal.map(({ rollup, measure }) => `${rollup}.${measure}`);
    throw new ServiceError(
      "rollups-unequal",
      `differ from the facts: ${names.join(", ")}`,
      { hint: "pause loading and run npm run db:rollups again" },
    );
  }
}

const [verb = "", ...argv] = process.argv.slice(2);
const command = COMMANDS[verb];
if (command === undefined) {
  process.stderr.write(
    `error: unknown command ${verb || "(none)"}: one of ${Object.keys(COMMANDS).join(", ")}\n`,
  );
  process.exitCode = 2;
} else {
  await runCommand(`npm run db:${verb} --`, command, argv);
}

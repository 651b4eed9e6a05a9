import type { Command } from "../../base/cli.ts";
import { errorMessage, ServiceError } from "../../base/errors.ts";
import { processConnection } from "../config.ts";
import { refusePositionals } from "../parameters.ts";
import { whole } from "../progress/numbers.ts";
import {
  type KnownCheckpoint,
  knownCheckpoints,
  type Stored,
  storedOf,
} from "../status/checkpoints.ts";
import { WarehouseClient } from "../warehouse/client.ts";
import { type TableSize, tableSizes } from "../warehouse/tables.ts";
import { checkpointOptions, readCheckpointFolder } from "./checkpoint-flags.ts";
import { COUNT_OPTION, printTables, tablesText } from "./count.ts";
import { print } from "./print.ts";
import { textTable } from "./text-table.ts";

/** Shows how far loads and streams are. */
export const status: Command = {
  name: "status",
  summary:
    "Shows the checkpoints of loads and streams beside what the warehouse has of them.",
  options: {
    checkpoints: checkpointOptions("").checkpoints,
    json: { type: "boolean", description: "print JSON" },
    ...COUNT_OPTION,
  },
  async run(args) {
    refusePositionals(args);
    const json = args.flag("json");
    const connection = await processConnection();
    if (args.flag("count")) return printTables(connection, json);
    const checkpoints = await knownCheckpoints(readCheckpointFolder(args));
    const client = new WarehouseClient(connection, { patience: 0 });
    try {
      const entries: Entry[] = [];
      let tables: TableSize[] = [];
      let away: ServiceError | undefined;
      try {
        tables = await tableSizes(client);
        for (const checkpoint of checkpoints) {
          const stored = await storedOf(client, checkpoint);
          entries.push({ checkpoint, stored });
        }
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        away = error;
        entries.splice(0, Infinity, ...checkpoints.map(withoutWarehouse));
      }
      await print(
        json ? jsonText(entries, tables, away) : text(entries, tables),
      );
      // What is known without it has been said.
      if (away !== undefined) throw away;
    } finally {
      await client.close();
    }
  },
};

interface Entry {
  checkpoint: KnownCheckpoint;
  /** Undefined while the warehouse is away. */
  stored: Stored | undefined;
}

const withoutWarehouse = (checkpoint: KnownCheckpoint): Entry => ({
  checkpoint,
  stored: undefined,
});

const jsonText = (
  entries: readonly Entry[],
  tables: readonly TableSize[],
  away: ServiceError | undefined,
) =>
  `${JSON.stringify(
    {
      command: "status",
      checkpoints: entries.map(({ checkpoint, stored }) => ({
        ...checkpoint,
        stored: stored ?? null,
      })),
      tables,
      ...(away && { error: { code: away.code, message: errorMessage(away) } }),
    },
    null,
    2,
  )}\n`;

const text = (entries: readonly Entry[], tables: readonly TableSize[]) =>
  [
    ...(entries.length === 0 ? ["no checkpoints\n"] : entries.map(entryText)),
    ...(tables.length === 0 ? [] : [tablesText(tables)]),
  ].join("\n");

function entryText({ checkpoint, stored }: Entry): string {
  const { kind, path, state, tradesTotal, ids } = checkpoint;
  const of = tradesTotal === undefined ? "" : ` of ${whole(tradesTotal)}`;
  const value = (count: number | undefined) =>
    count === undefined ? "unknown" : whole(count);
  return [
    `${kind} ${path}: ${state}, ${whole(checkpoint.trades)}${of} trades, ids ${ids.first} to ${ids.last}, begun ${checkpoint.startedAt}\n`,
    textTable([
      ["", "checkpoint", "warehouse"],
      ["trades", whole(checkpoint.trades), value(stored?.trades)],
      ["rows", whole(checkpoint.rows), value(stored?.rows)],
    ]),
  ].join("");
}

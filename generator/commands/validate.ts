import type { Command } from "../../base/cli.ts";
import { processConnection } from "../config.ts";
import { WarehouseClient } from "../warehouse/client.ts";

/** Checks files or the database. */
export const validate: Command = {
  name: "validate",
  summary: "Checks generated data in the database.",
  options: {},
  async run() {
    const client = new WarehouseClient(await processConnection());
    await client.close();
  },
};

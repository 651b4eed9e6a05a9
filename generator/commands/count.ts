import type { Options } from "../../base/cli.ts";
import type { Connection } from "../config.ts";
import { bytes, whole } from "../progress/numbers.ts";
import { WarehouseClient } from "../warehouse/client.ts";
import { type TableSize, tableSizes } from "../warehouse/tables.ts";
import { print } from "./print.ts";
import { textTable } from "./text-table.ts";

export const COUNT_OPTION = {
  count: {
    type: "boolean",
    short: "c",
    description: "only print the rows of every table in the warehouse",
  },
} as const satisfies Options;

/** Rows per table, as text. */
export const tablesText = (tables: readonly TableSize[]): string =>
  textTable([
    ["table", "rows", "on disk"],
    ...tables.map(({ table, rows, bytes: size }) => [
      table,
      whole(rows),
      bytes(size),
    ]),
  ]);

/** Carries out `--count`. @throws ServiceError when the warehouse is away */
export async function printTables(
  connection: Connection,
  json: boolean,
): Promise<void> {
  const client = new WarehouseClient(connection, { patience: 0 });
  try {
    const tables = await tableSizes(client);
    await print(
      json ? `${JSON.stringify(tables, null, 2)}\n` : tablesText(tables),
    );
  } finally {
    await client.close();
  }
}

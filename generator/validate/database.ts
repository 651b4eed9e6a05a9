import { readdir, readFile } from "node:fs/promises";
import { ServiceError } from "../../base/errors.ts";
import { COLUMNS } from "../columns.ts";
import { VENUES } from "../reference/venues.ts";
import type { WarehouseClient } from "../warehouse/client.ts";
import type { CheckResult } from "./report.ts";

const FOLDER = new URL("../checks/", import.meta.url);

/** Checks with this parameter run day by day, so that memory stays bounded. */
const DAY = "{day:Date}";

const PARAMETERS = {
  columns: COLUMNS,
  venues: VENUES.map(({ name }) => name),
  opens: VENUES.map(({ opens }) => opens),
  closes: VENUES.map(({ closes }) => closes),
};

type Row = Omit<CheckResult, "title">;

/**
 * Runs every file of generator/checks: its first line says what must hold, its
 * query returns `checked`, `unit`, `breaches` and `example`.
 *
 * @throws ServiceError `no-trades` when there is nothing to check
 */
export async function checkDatabase(
  client: WarehouseClient,
): Promise<CheckResult[]> {
  const days = await client.rows<{ day: string }>(
    "SELECT DISTINCT toString(trade_date) AS day FROM trades_1d ORDER BY day",
  );
  if (days.length === 0) {
    throw new ServiceError("no-trades", "trades_1d is empty", {
      hint: "load some with `npm run generate -- load`",
    });
  }
  const results: CheckResult[] = [];
  for (const name of (await readdir(FOLDER)).sort()) {
    const sql = await readFile(new URL(name, FOLDER), "utf8");
    const title = sql.slice(0, sql.indexOf("\n")).replace(/^-- /, "");
    const rows: Row[] = [];
    for (const { day } of sql.includes(DAY) ? days : [{ day: "" }]) {
      rows.push(
        await client.row<Row>(sql, day ? { ...PARAMETERS, day } : PARAMETERS),
      );
    }
    results.push({ title, ...addUp(rows) });
  }
  return results;
}

const addUp = (rows: readonly Row[]): Row => ({
  checked: rows.reduce((sum, { checked }) => sum + checked, 0),
  unit: rows[0]?.unit ?? "",
  breaches: rows.reduce((sum, { breaches }) => sum + breaches, 0),
  example: rows.find(({ breaches }) => breaches > 0)?.example ?? "",
});

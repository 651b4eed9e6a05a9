import {
  CONSTITUENT_COLUMNS,
  INSTRUMENT_COLUMNS,
} from "../reference/tables.ts";
import { Check } from "./checks.ts";
import { readCsv } from "./csv-reader.ts";
import type { Holdings } from "./explosion.ts";
import type { CheckResult } from "./report.ts";

/** Checks an instruments file. */
export async function checkInstruments(
  path: string,
): Promise<{ result: CheckResult; symbols: Set<string> }> {
  const check = new Check(
    "instruments: symbols are unique, wrappers are composite",
    "instruments",
  );
  const symbols = new Set<string>();
  for await (const fields of readCsv(path, "instruments", INSTRUMENT_COLUMNS)) {
    const [symbol = "", , , type = "", , , , composite] = fields;
    const wrapper = type === "ETF" || type === "ETC";
    check.expect(
      fields.length === INSTRUMENT_COLUMNS.length &&
        symbol !== "" &&
        !symbols.has(symbol) &&
        composite === (wrapper ? "1" : "0"),
      () => symbol,
    );
    symbols.add(symbol);
  }
  return { result: check.result, symbols };
}

/** Checks a constituents file, against the instruments when there are any. */
export async function checkConstituents(
  path: string,
  symbols: ReadonlySet<string> | undefined,
): Promise<{ results: CheckResult[]; holdings: Holdings }> {
  const rows = new Check(
    "constituents: weights in (0, 1], known symbols, each holding once",
    "constituents",
  );
  const sums = new Check(
    "the weights of a wrapper add up to no more than 1",
    "wrappers",
  );
  const holdings = new Map<
    string,
    Map<string, { weight: number; sharesPerUnit: number }>
  >();
  for await (const fields of readCsv(
    path,
    "constituents",
    CONSTITUENT_COLUMNS,
  )) {
    const [parent = "", symbol = "", weightText = "", units = "", date = ""] =
      fields;
    const weight = Number(weightText);
    const held =
      holdings.get(parent) ??
      new Map<string, { weight: number; sharesPerUnit: number }>();
    holdings.set(parent, held);
    const known =
      symbols === undefined || (symbols.has(parent) && symbols.has(symbol));
    rows.expect(
      known &&
        !held.has(symbol) &&
        weight > 0 &&
        weight <= 1 &&
        Number(units) > 0 &&
        /^\d{4}-\d\d-\d\d$/.test(date),
      () => `${parent} ${symbol}`,
    );
    held.set(symbol, { weight, sharesPerUnit: Number(units) });
  }
  for (const [parent, held] of holdings) {
    const sum = [...held.values()].reduce(
      (total, { weight }) => total + weight,
      0,
    );
    sums.expect(sum <= 1 + 1e-9, () => `${parent}: ${sum}`);
  }
  return { results: [rows.result, sums.result], holdings };
}

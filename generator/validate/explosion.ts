import type { DecimalColumn } from "../columns.ts";
import { Check } from "./checks.ts";
import type { TradeRow } from "./trade-row.ts";

/** What a wrapper holds on record. */
export type Holdings = ReadonlyMap<
  string,
  ReadonlyMap<string, { weight: number; sharesPerUnit: number }>
>;

const SPLIT = [
  "notional",
  "pnl",
  "exposure",
  "margin",
  "fees",
] as const satisfies DecimalColumn[];
const LEVELS = [
  "notional",
  "pnl",
  "exposure",
] as const satisfies DecimalColumn[];
const CENT = 0.0051;

/** Totals of one group, per amount of LEVELS. */
interface Group {
  rows: number;
  total: number[];
  lookThrough: number[];
  unmapped: number[];
}

/** A trade and what has been seen of its explosion; its rows follow each other. */
interface Open {
  row: TradeRow;
  weight: number;
  symbols: Set<string>;
}

/** Checks that span the rows of one trade, and the totals they lead to. */
export class ExplosionChecks {
  readonly #ids = new Check(
    "a trade has one row of its own; ids are positive and ascend",
    "trades",
  );
  readonly #shares = new Check(
    "a Constituent row follows its trade and is its amounts x weight",
    "constituent rows",
  );
  readonly #complete = new Check(
    "an exploded trade has one row for every holding",
    "exploded trades",
  );
  readonly #levels = new Check(
    "at every level, look-through + unmapped = total",
    "groups",
  );
  readonly #holdings: Holdings | undefined;
  readonly #groups = new Map<string, Group>();
  #open: Open | undefined;
  #last = 0;

  constructor(holdings: Holdings | undefined) {
    this.#holdings = holdings;
  }

  accept(row: TradeRow): void {
    if (row.text("exposure_type") === "Constituent") this.#constituent(row);
    else {
      this.#finish();
      const id = row.number("trade_id");
      this.#ids.expect(id > this.#last, () => `line ${row.line}: trade ${id}`);
      this.#last = id;
      this.#open = { row, weight: 0, symbols: new Set() };
    }
  }

  checks(): Check[] {
    this.#finish();
    for (const [name, group] of this.#groups) {
      // Every Constituent row may be half a cent off.
      const tolerance =
        0.005 * group.rows + 1e-9 * Math.abs(group.total[0]!) + 0.01;
      this.#levels.expect(
        group.total.every(
          (total, index) =>
            Math.abs(
              group.lookThrough[index]! + group.unmapped[index]! - total,
            ) <= tolerance,
        ),
        () => name,
      );
    }
    return [this.#ids, this.#shares, this.#complete, this.#levels];
  }

  #constituent(row: TradeRow): void {
    const open = this.#open;
    const symbol = row.text("underlying_symbol");
    const weight = row.number("weight");
    const record = this.#holdings?.get(row.text("symbol"))?.get(symbol);
    const holds =
      open !== undefined &&
      SAME.every((column) => open.row.text(column) === row.text(column)) &&
      open.row.number("trade_id") === row.number("trade_id") &&
      SPLIT.every(
        (name) =>
          Math.abs(open.row.number(name) * weight - row.number(name)) <= CENT,
      ) &&
      (this.#holdings === undefined ||
        (record?.weight === weight &&
          Math.abs(
            open.row.number("quantity") * record.sharesPerUnit -
              row.number("quantity"),
          ) <= 1e-6));
    this.#shares.expect(holds, () => `line ${row.line}: ${symbol}`);
    if (open === undefined) return;
    open.weight += weight;
    open.symbols.add(symbol);
    this.#add(row, 0, 1);
  }

  /** Ends a trade: what its holdings leave unexplained is known now. */
  #finish(): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    const wrapper = open.row.text("symbol");
    if (open.symbols.size > 0) {
      const expected = this.#holdings?.get(wrapper)?.size ?? open.symbols.size;
      this.#complete.expect(
        open.symbols.size === expected,
        () => `line ${open.row.line}: ${wrapper}`,
      );
    }
    this.#add(
      open.row,
      1 - open.weight,
      open.row.text("exposure_type") === "Direct" ? 1 : 0,
    );
  }

  #add(row: TradeRow, unmappedShare: number, lookThroughShare: number): void {
    const held = row.text("exposure_type") === "Constituent";
    const direct = row.text("exposure_type") === "Direct";
    for (const name of levelsOf(row)) {
      let group = this.#groups.get(name);
      if (group === undefined) {
        group = {
          rows: 0,
          total: [0, 0, 0],
          lookThrough: [0, 0, 0],
          unmapped: [0, 0, 0],
        };
        this.#groups.set(name, group);
      }
      group.rows++;
      for (const [index, column] of LEVELS.entries()) {
        const amount = row.number(column);
        group.lookThrough[index]! += amount * lookThroughShare;
        if (held) continue;
        group.total[index]! += amount;
        if (!direct) group.unmapped[index]! += amount * unmappedShare;
      }
    }
  }
}

const SAME = [
  "ts",
  "portfolio_id",
  "account_id",
  "book",
  "venue",
  "counterparty",
  "symbol",
] as const;

const PATHS = [
  ["portfolio_manager_id", "fund_id", "portfolio_id", "desk", "book"],
  ["region", "country", "venue"],
  ["asset_class", "product", "symbol"],
] as const;

/** Every group a row belongs to: all, and each prefix of each hierarchy. */
function* levelsOf({ text }: TradeRow): Generator<string> {
  yield "all trades";
  for (const path of PATHS) {
    let name = "";
    for (const column of path) yield (name += ` ${column} ${text(column)}`);
  }
}

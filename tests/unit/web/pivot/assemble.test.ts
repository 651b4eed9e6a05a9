import { describe, expect, it } from "vitest";
import type { Row } from "../../../../web/src/pivot/answer.ts";
import {
  assembleRows,
  type Branch,
  isTruncated,
  type Load,
  type TreeRow,
} from "../../../../web/src/pivot/assemble.ts";
import { answerFixture } from "./answer-fixture.ts";
import { planFixture } from "./plan-fixture.ts";

const plan = planFixture();
const MANAGER = "trade_metrics.portfolio_manager_id";
const FUND = "trade_metrics.fund_id";
const BOOK = "trade_metrics.book";
const NOTIONAL = "trade_metrics.notional";
const TRADES = "trade_metrics.trade_count";

const row = (
  member: string,
  key: Row[string],
  notional: Row[string],
  trades: Row[string],
): Row => ({ [member]: key, [NOTIONAL]: notional, [TRADES]: trades });

const loaded = (rows: Row[], stale = false): Load => ({
  answer: answerFixture(rows),
  error: undefined,
  stale,
});
const PENDING: Load = { answer: undefined, error: undefined, stale: false };
const FAILED: Load = { ...PENDING, error: new Error("out of memory") };

const branch = (...pages: Load[]): Branch => ({ pages, total: undefined });
const assemble = (branches: Record<string, Branch>, open: string[] = []) =>
  assembleRows(plan, (key) => branches[key], new Set(open));
const members = (rows: TreeRow[]) =>
  rows.flatMap((item) =>
    item.kind === "member"
      ? [[item.key, item.level, item.values.get(NOTIONAL)]]
      : [[item.kind, item.level]],
  );

describe("assembleRows(plan, branchAt, open)", () => {
  it("puts children under their open row, with the values as answered", () => {
    const rows = assemble(
      {
        "": branch(
          loaded([row(MANAGER, 101, 30, 3), row(MANAGER, 102, "70.5", 7)]),
        ),
        // 10 + 15 is not 30: a subtotal is never what its children add up to.
        "101": branch(loaded([row(FUND, 7, 10, 1), row(FUND, 8, 15, 2)])),
        "101/8": branch(loaded([row(BOOK, "Alpha", null, 0)])),
      },
      ["101", "101/8"],
    );
    expect(members(rows)).toEqual([
      ["101", 1, 30],
      ["101/7", 2, 10],
      ["101/8", 2, 15],
      ["101/8/Alpha", 3, null],
      ["102", 1, 70.5],
    ]);
  });

  it("says what can open, what is open, and where a row stands", () => {
    const rows = assemble(
      {
        "": branch(loaded([row(MANAGER, 101, 1, 1), row(MANAGER, 102, 2, 1)])),
        "102": branch(loaded([row(FUND, 7, 2, 1)])),
        "102/7": branch(loaded([row(BOOK, "Alpha", 2, 1)])),
      },
      ["102", "102/7"],
    );
    const traits = rows.map((item) =>
      item.kind === "member"
        ? [item.expandable, item.expanded, item.position, item.siblings]
        : [],
    );
    expect(traits).toEqual([
      [true, false, 1, 2],
      [true, true, 2, 2],
      [true, true, 1, 1],
      [false, false, 1, 1],
    ]);
  });

  it("keeps null and the empty text apart", () => {
    const rows = assemble({
      "": branch(loaded([row(MANAGER, null, 1, 1), row(MANAGER, "", 2, 1)])),
    });
    expect(members(rows)).toEqual([
      ["~0", 1, 1],
      ["~e", 1, 2],
    ]);
  });

  it("shows loading rows only below the row that loads", () => {
    const rows = assemble(
      {
        "": branch(loaded([row(MANAGER, 101, 1, 1), row(MANAGER, 102, 2, 1)])),
        "101": branch(PENDING),
      },
      ["101"],
    );
    expect(members(rows)).toEqual([
      ["101", 1, 1],
      ["loading", 2],
      ["loading", 2],
      ["loading", 2],
      ["102", 1, 2],
    ]);
  });

  it("shows an error below its row and keeps the others", () => {
    const rows = assemble(
      {
        "": branch(loaded([row(MANAGER, 101, 1, 1), row(MANAGER, 102, 2, 1)])),
        "101": branch(FAILED),
      },
      ["101"],
    );
    expect(members(rows)).toEqual([
      ["101", 1, 1],
      ["error", 2],
      ["102", 1, 2],
    ]);
    expect(rows[1]).toMatchObject({
      message: "out of memory",
      parent: ["101"],
      page: 0,
    });
  });

  it("marks values of an earlier question and leaves new measures open", () => {
    const [first] = assemble({
      "": branch(loaded([{ [MANAGER]: 101, [NOTIONAL]: 1 }], true)),
    });
    expect(first).toMatchObject({ kind: "member", stale: true });
    expect(first?.kind === "member" && first.values.has(TRADES)).toBe(true);
    expect(first?.kind === "member" && first.values.get(TRADES)).toBe(
      undefined,
    );
  });

  it("drops rows of another hierarchy's question", () => {
    expect(
      assemble({ "": branch(loaded([row(FUND, 7, 1, 1)], true)) }),
    ).toEqual([]);
  });

  it("ends a full page with a row that says how much is missing", () => {
    const page = Array.from({ length: 200 }, (_, key) =>
      row(MANAGER, key, 1, 1),
    );
    const rows = assemble({ "": { ...branch(loaded(page)), total: 1234 } });
    expect(rows).toHaveLength(201);
    expect(rows.at(-1)).toMatchObject({
      kind: "more",
      shown: 200,
      total: 1234,
      loading: false,
    });
    expect(rows[0]).toMatchObject({ siblings: 1234 });
  });

  it("keeps that row, busy, while the next page loads", () => {
    const page = Array.from({ length: 200 }, (_, key) =>
      row(MANAGER, key, 1, 1),
    );
    const rows = assemble({ "": branch(loaded(page), PENDING) });
    expect(rows.at(-1)).toMatchObject({ kind: "more", loading: true });
  });

  it("gives every row its own key", () => {
    const rows = assemble(
      {
        "": branch(loaded([row(MANAGER, 101, 1, 1), row(MANAGER, 102, 1, 1)])),
        "101": branch(PENDING),
        "102": branch(FAILED),
      },
      ["101", "102"],
    );
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });
});

describe("isTruncated(branch)", () => {
  const full = loaded(
    Array.from({ length: 200 }, (_, key) => row(MANAGER, key, 1, 1)),
  );

  it("is false for a page that is not full", () => {
    expect(isTruncated(branch(loaded([row(MANAGER, 1, 1, 1)])))).toBe(false);
  });

  it("is true for a full page until the count proves otherwise", () => {
    expect(isTruncated(branch(full))).toBe(true);
    expect(isTruncated({ pages: [full], total: 201 })).toBe(true);
    expect(isTruncated({ pages: [full], total: 200 })).toBe(false);
  });
});

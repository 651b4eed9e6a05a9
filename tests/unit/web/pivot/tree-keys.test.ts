import { describe, expect, it } from "vitest";
import { assembleRows } from "../../../../web/src/pivot/assemble.ts";
import { TOTAL_KEY, treeAction } from "../../../../web/src/pivot/tree-keys.ts";
import { answerFixture } from "./answer-fixture.ts";
import { planFixture } from "./plan-fixture.ts";

const load = (member: string, keys: number[]) => ({
  answer: answerFixture(
    keys.map((key) => ({ [`trade_metrics.${member}`]: key })),
  ),
  error: undefined,
  stale: false,
});
const failed = { answer: undefined, error: new Error("no"), stale: false };
const branches = new Map([
  ["", { pages: [load("portfolio_manager_id", [1, 2, 3])], total: undefined }],
  ["1", { pages: [load("fund_id", [7, 8])], total: undefined }],
  ["3", { pages: [failed], total: undefined }],
]);
// total, 1, 1/7, 1/8, 2, 3, 3//error
const rows = assembleRows(
  planFixture(),
  (key) => branches.get(key),
  new Set(["1", "3"]),
);
const press = (current: string, key: string) => treeAction(rows, current, key);

describe("treeAction(rows, current, key)", () => {
  it("moves down and up, and stops at the ends", () => {
    expect(press(TOTAL_KEY, "ArrowDown")).toEqual({ kind: "focus", key: "1" });
    expect(press("2", "ArrowUp")).toEqual({ kind: "focus", key: "1/8" });
    expect(press(TOTAL_KEY, "ArrowUp")).toBeUndefined();
    expect(press("3//error", "ArrowDown")).toBeUndefined();
  });

  it("jumps to the ends", () => {
    expect(press("2", "Home")).toEqual({ kind: "focus", key: TOTAL_KEY });
    expect(press("2", "End")).toEqual({ kind: "focus", key: "3//error" });
    expect(press("2", "PageUp")).toEqual({ kind: "focus", key: TOTAL_KEY });
  });

  it("opens a closed row, and enters an open one", () => {
    expect(press("2", "ArrowRight")).toEqual({ kind: "toggle", path: ["2"] });
    expect(press("1", "ArrowRight")).toEqual({ kind: "focus", key: "1/7" });
  });

  it("closes an open row, and leaves a closed one for its parent", () => {
    expect(press("1", "ArrowLeft")).toEqual({ kind: "toggle", path: ["1"] });
    expect(press("1/8", "ArrowLeft")).toEqual({ kind: "focus", key: "1" });
    expect(press("2", "ArrowLeft")).toEqual({ kind: "focus", key: TOTAL_KEY });
    expect(press("3//error", "ArrowLeft")).toEqual({ kind: "focus", key: "3" });
  });

  it("retries a failed row on Enter", () => {
    expect(press("3//error", "Enter")).toEqual({
      kind: "activate",
      key: "3//error",
    });
  });

  it("leaves other keys alone", () => {
    expect(press("2", "a")).toBeUndefined();
    expect(press(TOTAL_KEY, "ArrowRight")).toBeUndefined();
  });
});

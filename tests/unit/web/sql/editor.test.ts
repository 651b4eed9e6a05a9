import { CompletionContext } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { completeSql } from "../../../../web/src/sql/editor/completion.ts";
import { language } from "../../../../web/src/sql/editor/extensions.ts";
import {
  statementAt,
  statementsOf,
} from "../../../../web/src/sql/editor/statement-at.ts";
import { readTables } from "../../../../web/src/sql/sql-tables.ts";

const member = (name: string, rest: object = {}) => ({
  name: `trades.${name}`,
  shortTitle: name.toUpperCase(),
  description: `About ${name}.`,
  type: "string",
  public: true,
  ...rest,
});
const TABLES = readTables({
  cubes: [
    {
      name: "trades",
      description: "Every trade.",
      dimensions: [member("desk"), member("day", { type: "time" })],
      measures: [
        member("pnl", { type: "number", meta: { unit: "currency" } }),
        member("secret", { public: false }),
      ],
      segments: [member("large")],
    },
    { name: "funds", title: "Funds", dimensions: [], measures: [] },
    { name: "hidden", isVisible: false },
  ],
});

/** `|` is the cursor, and two of them the selection. */
function stateOf(marked: string): EditorState {
  const [a = "", b = "", c = ""] = marked.split("|");
  const twice = marked.split("|").length > 2;
  return EditorState.create({
    doc: a + b + c,
    selection: { anchor: a.length, head: a.length + (twice ? b.length : 0) },
    extensions: language([]),
  });
}

async function complete(marked: string, explicit = false) {
  const state = stateOf(marked);
  const context = new CompletionContext(
    state,
    state.selection.main.head,
    explicit,
  );
  const result = await completeSql(TABLES)(context);
  return result?.options ?? [];
}
const labels = async (marked: string, explicit = false) =>
  (await complete(marked, explicit)).map(({ label }) => label);

describe("statementAt", () => {
  it.each([
    ["SELECT 1|", "SELECT 1"],
    ["SELECT 1; SELECT| 2;", "SELECT 2"],
    ["SELECT 1;| SELECT 2", "SELECT 1"],
    ["SELECT ';' |AS x; SELECT 2", "SELECT ';' AS x"],
    ["SELECT $$;$$ |AS x; SELECT 2", "SELECT $$;$$ AS x"],
    ["-- SELECT 0;\nSELECT 1\n|", "SELECT 1"],
    ["|\n\nSELECT 1;\nSELECT 2", "SELECT 1"],
    ["SELECT 1;\n\n|", "SELECT 1"],
    ["SELECT 1, |SELECT 2| FROM x", "SELECT 2"],
    ["SELECT 1|  |;", "SELECT 1"],
  ])("of %j is %j", (marked, text) => {
    expect(statementAt(stateOf(marked))?.text).toBe(text);
  });

  it("is none in an empty text or a comment", () => {
    expect(statementAt(stateOf("  |"))).toBeUndefined();
    expect(statementAt(stateOf("-- nothing|"))).toBeUndefined();
  });

  it("stands where it says", () => {
    const state = stateOf("SELECT 1;\n  SELECT 2 ;|");
    for (const { text, from, to } of statementsOf(state)) {
      expect(state.sliceDoc(from, to)).toBe(text);
    }
  });
});

describe("completion", () => {
  it("offers tables after FROM, and those alone", async () => {
    expect(await labels("SELECT desk FROM t|")).toEqual(["trades", "funds"]);
    expect(await labels("SELECT 1 FROM trades JOIN f|")).toEqual([
      "trades",
      "funds",
    ]);
  });

  it("offers the columns of the table that the statement names", async () => {
    const offered = await labels("SELECT d| FROM trades");
    expect(offered).toEqual(
      expect.arrayContaining(["desk", "day", "pnl", "large", "SELECT"]),
    );
    expect(offered).not.toContain("secret");
    expect(await labels("SELECT d| FROM funds")).not.toContain("desk");
  });

  it("offers what stands behind the name of a table", async () => {
    const columns = ["desk", "day", "pnl", "large"];
    expect(await labels("SELECT t.| FROM trades AS t")).toEqual(columns);
    expect(await labels('SELECT "T".d| FROM trades "T"')).toEqual(columns);
    expect(await labels("SELECT x.| FROM trades t")).toEqual([]);
  });

  it("offers measures alone inside MEASURE, without another around them", async () => {
    const [only, ...others] = await complete("SELECT measure(|) FROM trades");
    expect(others).toEqual([]);
    expect(only?.label).toBe("pnl");
    expect(only?.apply).toBeUndefined();
  });

  it("writes a measure with MEASURE around it and says what it means", async () => {
    const options = await complete("SELECT p| FROM trades");
    const pnl = options.find(({ label }) => label === "pnl");
    expect(pnl?.apply).toBe("MEASURE(pnl)");
    expect(pnl?.info).toContain("PNL (currency)\nAbout pnl.");
  });

  it("keeps to the statement at the cursor", async () => {
    const offered = await labels("SELECT 1 FROM trades; SELECT d| FROM funds");
    expect(offered).not.toContain("desk");
  });

  it("is silent in texts and comments, and where nothing was typed", async () => {
    expect(await labels("SELECT 'd|' FROM trades")).toEqual([]);
    expect(await labels("-- d|\nSELECT 1 FROM trades")).toEqual([]);
    expect(await labels("SELECT | FROM trades")).toEqual([]);
    expect(await labels("SELECT | FROM trades", true)).toContain("desk");
  });
});

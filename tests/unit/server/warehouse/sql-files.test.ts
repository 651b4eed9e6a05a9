import { describe, expect, it } from "vitest";
import { readRollups } from "../../../../server/warehouse/rollups.ts";
import {
  placeholders,
  readSqlFiles,
  render,
} from "../../../../server/warehouse/sql-files.ts";

const LOGIN = { user: "o'brien", password: "a\\b" };
const file = (text: string) => ({ name: "001_x.sql", text, checksum: "" });

describe("render(file, placeholders)", () => {
  it("writes plain engines for a single node", () => {
    const text = render(
      file(
        "CREATE TABLE {{database}}.t {{on_cluster}} ENGINE = {{replicated}}MergeTree",
      ),
      placeholders("pivot", undefined, LOGIN),
    );
    expect(text).toBe("CREATE TABLE pivot.t  ENGINE = MergeTree");
  });

  it("writes Replicated engines for a cluster", () => {
    const text = render(
      file(
        "CREATE TABLE {{database}}.t {{on_cluster}} ENGINE = {{replicated}}MergeTree",
      ),
      placeholders("pivot", "main", LOGIN),
    );
    expect(text).toBe(
      "CREATE TABLE pivot.t ON CLUSTER main ENGINE = ReplicatedMergeTree",
    );
  });

  it("quotes the login of dictionaries", () => {
    const values = placeholders("pivot", undefined, LOGIN);
    expect(values.dictionary_credentials).toBe(
      "USER 'o\\'brien' PASSWORD 'a\\\\b'",
    );
  });

  it.each(["{{databse}}", "{{constructor}}", "{{}}"])("refuses %s", (text) => {
    expect(() =>
      render(file(text), placeholders("pivot", undefined, LOGIN)),
    ).toThrow(`unknown placeholder ${text} in sql/001_x.sql`);
  });
});

describe("the files of sql/", () => {
  it("come in name order, each with a SHA-256", async () => {
    const files = await readSqlFiles();
    const names = files.map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    expect(names[0]).toBe("001_database.sql");
    for (const { checksum } of files)
      expect(checksum).toMatch(/^[0-9a-f]{64}$/);
  });

  it("declare two rollups over the facts", async () => {
    const rollups = await readRollups("desk");
    expect(rollups.map(({ table, facts }) => [table, facts])).toEqual([
      ["trades_1d_rollup", "trades_1d"],
      ["trades_1d_rollup_geo", "trades_1d"],
    ]);
    for (const { select } of rollups) {
      expect(select).toMatch(/^SELECT\b/);
      expect(select).not.toContain("{{");
    }
  });
});

import { describe, expect, it } from "vitest";
import { VARIABLES } from "../../../server/variables.ts";
import {
  environmentTable,
  portsTable,
  replaceSection,
} from "../../../server/doc-tables.ts";

describe("environmentTable()", () => {
  it("has a row for each variable", () => {
    const table = environmentTable();
    for (const { name } of VARIABLES)
      expect(table).toContain(`| \`${name}\` |`);
  });
});

describe("portsTable()", () => {
  it("has the default of each port", () => {
    expect(portsTable()).toContain("| 4000 | `PORT` |");
  });
});

describe("replaceSection(document, name, text)", () => {
  const document = "a\n<!-- generated:env -->\nold\n<!-- /generated -->\nb";

  it("replaces what is between the markers, any number of times", () => {
    const once = replaceSection(document, "env", "new");
    expect(once).toBe(
      "a\n<!-- generated:env -->\n\nnew\n\n<!-- /generated -->\nb",
    );
    expect(replaceSection(once, "env", "new")).toBe(once);
  });

  it("says which markers are missing", () => {
    expect(() => replaceSection("a", "env", "x")).toThrow(
      "no section between <!-- generated:env -->",
    );
  });
});

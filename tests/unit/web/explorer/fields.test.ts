import { describe, expect, it } from "vitest";
import { defaultShelf } from "../../../../web/src/explorer/fields/default-shelf.ts";
import {
  fieldTree,
  firstOpen,
} from "../../../../web/src/explorer/fields/field-tree.ts";
import { usedFields } from "../../../../web/src/explorer/fields/used-fields.ts";
import type { View } from "../../../../web/src/model/view.ts";
import { axisOf, stateOf } from "../pivot/state/state-fixture.ts";
import { VIEW } from "../pivot/state/view-fixture.ts";

const NONE: ReadonlySet<string> = new Set();

/** The fixture with one folder, and the rest of its fields in none. */
const FOLDED: View = {
  ...VIEW,
  folders: [
    {
      title: "Organisation",
      dimensions: VIEW.dimensions.filter(({ name }) => name === "desk"),
      measures: VIEW.measures.filter(({ name }) => name === "notional"),
    },
    {
      title: "",
      dimensions: VIEW.dimensions.filter(({ name }) => name === "region"),
      measures: [],
    },
  ],
};

const outline = (open: ReadonlySet<string>, search = "") =>
  fieldTree(FOLDED, open, search).map(
    ({ depth, title }) => `${"  ".repeat(depth - 1)}${title}`,
  );

describe("fieldTree(view, open, search)", () => {
  it("lists groups alone while all are closed", () => {
    expect(outline(NONE)).toEqual([
      "Hierarchies",
      "Organisation",
      "Other fields",
    ]);
  });

  it("shows hierarchies at first, and levels of those that are open", () => {
    expect(
      outline(new Set([...firstOpen(FOLDED), "hierarchy:instrument"])),
    ).toEqual([
      "Hierarchies",
      "  Organisation",
      "  Instrument",
      "    Asset class",
      "    Symbol",
      "  Holdings",
      "  Calendar",
      "Organisation",
      "Other fields",
    ]);
  });

  it("shows the folders of a view without hierarchies at first", () => {
    const view = { ...FOLDED, hierarchies: [] };
    expect(
      fieldTree(view, new Set(firstOpen(view)), "").map(({ title }) => title),
    ).toEqual(["Organisation", "Desk", "Notional", "Other fields", "Region"]);
  });

  it("finds levels below their hierarchy, and fields by all words", () => {
    expect(outline(NONE, "DES k")).toEqual([
      "Hierarchies",
      "  Organisation",
      "    Desk",
      "Organisation",
      "  Desk",
    ]);
    expect(outline(NONE, "no such field")).toEqual([]);
  });

  it("counts the fields of a group, not the levels", () => {
    const [hierarchies] = fieldTree(
      FOLDED,
      new Set([...firstOpen(FOLDED), "hierarchy:instrument"]),
      "",
    );
    expect(hierarchies).toMatchObject({ count: VIEW.hierarchies.length });
  });
});

describe("usedFields(state, view)", () => {
  it("names the shelves of fields and of the levels of hierarchies", () => {
    const used = usedFields(
      stateOf({
        rows: axisOf(["instrument"]),
        columns: axisOf([]),
        filters: [
          { kind: "member", dimension: "symbol", operator: "set", values: [] },
        ],
      }),
      VIEW,
    );
    expect(used.get("instrument")).toEqual(["rows"]);
    expect(used.get("symbol")).toEqual(["rows", "filters"]);
    expect(used.get("notional")).toEqual(["values"]);
    expect(used.has("region")).toBe(false);
  });
});

describe("defaultShelf(state, view, name)", () => {
  const empty = stateOf({ rows: axisOf([]), columns: axisOf([]) });

  it("puts measures to values, time to columns, the rest to rows", () => {
    expect(defaultShelf(empty, VIEW, "pnl")).toBe("values");
    expect(defaultShelf(empty, VIEW, "trade_date")).toBe("columns");
    expect(defaultShelf(empty, VIEW, "region")).toBe("rows");
  });

  it("offers an amount of single rows as a filter, for it groups nothing", () => {
    const price = { ...VIEW.dimensions[1]!, name: "price", amount: true };
    const view = { ...VIEW, dimensions: [...VIEW.dimensions, price] };
    expect(defaultShelf(empty, view, "price")).toBe("filters");
  });
});

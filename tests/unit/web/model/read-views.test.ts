import { describe, expect, it } from "vitest";
import { formatMeasure } from "../../../../web/src/pivot/format.ts";
import { readViews } from "../../../../web/src/model/read-views.ts";

const measure = (name: string, more: object) => ({
  name: `holdings.${name}`,
  type: "number",
  ...more,
});

const VIEW = {
  name: "holdings",
  type: "view",
  measures: [
    measure("pairs", { aggType: "count" }),
    measure("wrappers", { aggType: "countDistinct" }),
    measure("weight", { aggType: "sum", meta: { within: "wrapper" } }),
  ],
  dimensions: [
    { name: "holdings.wrapper", type: "string" },
    { name: "holdings.effective_date", type: "time" },
  ],
};

const readOne = (view: object) => readViews({ cubes: [view] })[0];

describe("readViews(meta)", () => {
  it("shows counts without decimals, also where the model has no format", () => {
    const [pairs, wrappers, weight] = readOne(VIEW)?.measures ?? [];
    expect(
      [pairs, wrappers, weight].map(
        (item) => item && formatMeasure(2500, item),
      ),
    ).toEqual(["2,500", "2,500", "2,500.00"]);
  });

  it("reads within what a measure adds up", () => {
    expect(readOne(VIEW)?.measures.map(({ within }) => within)).toEqual([
      undefined,
      undefined,
      "wrapper",
    ]);
  });

  it("takes a time dimension for the date range, unless the view has none", () => {
    expect(readOne(VIEW)?.timeDimension?.name).toBe("effective_date");
    expect(
      readOne({ ...VIEW, meta: { date_range: false } })?.timeDimension,
    ).toBeUndefined();
  });
});

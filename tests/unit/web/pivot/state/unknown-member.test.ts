import { describe, expect, it } from "vitest";
import { decodeState } from "../../../../../web/src/pivot/state/codec.ts";
import { VIEWS } from "./view-fixture.ts";

const HIDDEN = "(hidden by your access or not in this model)";

const messages = (parameter: string) =>
  decodeState(`v=2&${parameter}`, VIEWS).messages;

describe("messages of a link", () => {
  it.each([
    "view=gone",
    "rows=gone",
    "rows=organisation&rows.sort.gone=label",
    "values=notional,gone",
    "filters=equals:gone:a",
    "filters=keep:desk/gone:a/b",
  ])("say that what is named by %s may be hidden", (parameter) => {
    expect(messages(parameter)).toEqual([expect.stringContaining(HIDDEN)]);
  });

  it.each([
    "layout=wide",
    "mode=both",
    "totals=left",
    "compare=next_week",
    "values=notional:width/wide",
    "rows=organisation:wide",
    "rows=organisation,notional",
    "rows=organisation&rows.sort.symbol=label",
    "rows=organisation&widths=symbol:96",
  ])("do not say so of %s, which names no member", (parameter) => {
    expect(messages(parameter)).toEqual([expect.not.stringContaining(HIDDEN)]);
  });
});

import { describe, expect, it } from "vitest";
import { repairLabelWidths } from "../../../../../web/src/pivot/state/repair-widths.ts";
import { stateOf } from "./state-fixture.ts";
import { VIEW } from "./view-fixture.ts";

describe("repairLabelWidths(state, view, say)", () => {
  it("leaves out widths no column can have, and says of which names they are", () => {
    const messages: string[] = [];
    const labelWidths = { names: 801, levels: { desk: 9, book: 120 } };
    const repaired = repairLabelWidths(
      stateOf({ labelWidths }),
      VIEW,
      (message) => messages.push(message),
    );
    expect(repaired).toEqual({ names: null, levels: { book: 120 } });
    expect(messages).toEqual([
      "Names of rows cannot be 801 pixels wide (48 to 800 pixels): width left out",
      "Names of Desk cannot be 9 pixels wide (48 to 800 pixels): width left out",
    ]);
  });
});

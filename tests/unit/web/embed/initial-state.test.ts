import { describe, expect, it } from "vitest";
import { initialState } from "../../../../web/src/embed/initial-state.ts";
import { readViews } from "../../../../web/src/model/read-views.ts";
import { encodeState } from "../../../../web/src/pivot/state/codec.ts";
import { decodeState } from "../../../../web/src/pivot/state/decode.ts";
import { metaFixture } from "../pivot/meta-fixture.ts";

const first = metaFixture().cubes.at(-1);
const VIEWS = readViews({
  cubes: [first, { ...first, name: "other", hierarchies: [] }],
});
const SHOWN = VIEWS.map(({ name }) => name);

describe("initialState", () => {
  it("shows the state that it is given, whatever the view", () => {
    const search = encodeState(initialState("", "", VIEWS).state);
    const { state, messages } = initialState("other", search, VIEWS);
    expect(encodeState(state)).toBe(search);
    expect(messages).toEqual([]);
  });

  it("shows the default of the view, and else that of the model", () => {
    expect(initialState("other", "", VIEWS).state.view).toBe("other");
    expect(initialState("", "", VIEWS)).toEqual(decodeState("", VIEWS));
  });

  it("names a view that the model does not have, and those it has", () => {
    const { state, messages } = initialState("weather", "", VIEWS);
    expect(SHOWN).toContain(state.view);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain('"weather"');
    for (const name of SHOWN) expect(messages[0]).toContain(name);
  });
});

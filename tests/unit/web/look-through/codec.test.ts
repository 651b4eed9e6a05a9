import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import { BASES } from "../../../../web/src/look-through/basis.ts";
import {
  decodeState,
  encodeState,
} from "../../../../web/src/look-through/codec.ts";
import {
  ROW_DIMENSIONS,
  SLICE_DIMENSIONS,
} from "../../../../web/src/look-through/members.ts";
import {
  COUNTS,
  DEFAULT_STATE,
  DEPTHS,
  type LookThroughState,
  PARTS,
  type RowPath,
  SORT_COLUMNS,
  TABS,
} from "../../../../web/src/look-through/state.ts";

const HOSTILE = [
  "a,b",
  "a;b:c",
  "~",
  "100%",
  "&x=1",
  "ü€",
  " ",
  "*",
  "=",
  "__proto__",
];

function randomState(seed: string): LookThroughState {
  const random = seedrandom(seed);
  const pick = <T>(items: readonly T[]): T =>
    items[Math.floor(random() * items.length)] as T;
  const maybe = <T>(value: () => T): T | null =>
    random() < 0.5 ? null : value();
  const some = <T>(value: () => T) =>
    Array.from({ length: Math.floor(random() * 4) }, value);
  const day = () =>
    `20${10 + Math.floor(random() * 15)}-0${1 + Math.floor(random() * 9)}-15`;
  const dates = maybe(() => [day(), day()].sort() as [string, string]);
  const dimensions = SLICE_DIMENSIONS.filter(() => random() < 0.2);
  return {
    tab: pick(TABS),
    basis: pick(BASES),
    count: pick(COUNTS),
    part: pick(PARTS),
    rows: pick(ROW_DIMENSIONS),
    dates,
    slices: dimensions.map((dimension) => ({
      dimension,
      values: [pick(HOSTILE), ...some(() => pick(HOSTILE))],
    })),
    sort: { column: pick(SORT_COLUMNS), descending: random() < 0.5 },
    open: some((): RowPath =>
      random() < 0.5
        ? [pick(HOSTILE)]
        : [pick(HOSTILE), pick([...HOSTILE, ""])],
    ),
    wrapper: maybe(() => pick(HOSTILE)),
    other: maybe(() => pick(HOSTILE)),
    depth: pick(DEPTHS),
    limit: Math.round(random() * 1000) / 10,
    staleDays: Math.floor(random() * 1000),
    weightsDay: maybe(day),
    drill: maybe(() =>
      pick([
        { row: pick(HOSTILE), carrier: undefined },
        { row: undefined, carrier: pick(HOSTILE) },
        { row: pick(HOSTILE), carrier: pick(HOSTILE) },
      ]),
    ),
  };
}

describe("encodeState and decodeState", () => {
  it("bring 1,000 random states back as they were", () => {
    for (let i = 0; i < 1_000; i += 1) {
      const state = randomState(`look-through ${i}`);
      const decoded = decodeState(encodeState(state));
      expect(decoded, encodeState(state)).toEqual({ state, messages: [] });
    }
  });

  it("leave what is as by default out of the address", () => {
    expect(encodeState(DEFAULT_STATE)).toBe("v=1");
    expect(encodeState({ ...DEFAULT_STATE, tab: "flow" })).toBe("v=1&tab=flow");
  });

  it("show the default view without a link", () => {
    expect(decodeState("")).toEqual({ state: DEFAULT_STATE, messages: [] });
  });

  it("say what of a link they could not use, and keep the rest", () => {
    const { state, messages } = decodeState(
      "v=1&tab=weather&basis=gross&dates=2024-02-01..2024-01-01&slices=colour:red;desk:D1&limit=-3&drill=x&weights=soon",
    );
    expect(state).toEqual({
      ...DEFAULT_STATE,
      basis: "gross",
      slices: [{ dimension: "desk", values: ["D1"] }],
    });
    expect(messages).toEqual([
      expect.stringContaining('Unknown tab "weather"'),
      expect.stringContaining('Dates "2024-02-01..2024-01-01"'),
      expect.stringContaining('Filter "colour:red"'),
      expect.stringContaining('limit "-3"'),
      expect.stringContaining('weights "soon"'),
      expect.stringContaining('Drill-through "x"'),
    ]);
  });

  it("show the default view for a link of another version, and say so", () => {
    const { state, messages } = decodeState("v=9&tab=flow");
    expect(state).toEqual(DEFAULT_STATE);
    expect(messages).toEqual([expect.stringContaining('version "9"')]);
  });
});

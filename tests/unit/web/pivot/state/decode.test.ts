import { describe, expect, it } from "vitest";
import {
  decodeState,
  encodeState,
} from "../../../../../web/src/pivot/state/codec.ts";
import { defaultState } from "../../../../../web/src/pivot/state/default-state.ts";
import { axisOf, stateOf } from "./state-fixture.ts";
import { VIEW, VIEWS } from "./view-fixture.ts";

const decode = (search: string) => decodeState(search, VIEWS);
const BASE =
  "v=2&view=trade_metrics&rows=organisation&columns=calendar&values=notional,trade_count";

describe("decodeState(search, views)", () => {
  it("shows the default view without a version", () => {
    const state = defaultState(VIEW);
    for (const search of ["", "?", "?utm_source=mail", "link=abc"]) {
      expect(decode(search)).toEqual({ state, messages: [] });
    }
  });

  it("takes a text with or without a question mark", () => {
    expect(decode(`?${BASE}`)).toEqual(decode(BASE));
    expect(decode(BASE)).toEqual({ state: stateOf(), messages: [] });
  });

  it("falls back on an unknown version, naming it", () => {
    expect(decode("v=3&view=trade_metrics")).toEqual({
      state: defaultState(VIEW),
      messages: [
        'The link has version "3", this page reads 1 and 2: showing the default view',
      ],
    });
  });

  it("reads the rest of a link against the preferred view", () => {
    const { state, messages } = decode("v=2&view=gone&rows=region&values=pnl");
    expect(state.view).toBe("trade_metrics");
    expect(state.rows).toEqual(axisOf(["region"]));
    expect(messages).toEqual([
      'Unknown view "gone": showing Trade metrics (hidden by your access or not in this model)',
    ]);
  });

  const kept = stateOf();
  it.each([
    ["rows=organisation,gone", 'Unknown field "gone" on rows: left out'],
    ["rows=organisation,desk", "Desk would show Desk twice: left out of rows"],
    ["rows=organisation,notional", "Notional is a value: left out of rows"],
    ["rows=organisation,~x", 'Field "~x" cannot be read: left out'],
    ["rows=organisation:wide", 'Unknown option "wide" of field "organisation"'],
    [
      "rows=organisation:from/symbol",
      'Organisation has no level "symbol" to start from: showing all levels',
    ],
    ["rows.sort=-pnl", 'Sort by "pnl", which is not shown: left out'],
    ["rows.sort=-notional:size", 'Sort "-notional:size" cannot be read'],
    ["rows.sort=notional:value:a/b/c", 'Sort by "notional" names no place'],
    ["rows.sort.symbol=label", "Symbol is no level on rows: options left out"],
    ["rows.sort.__proto__=label", 'Unknown level "__proto__" on rows'],
    ["rows.top=desk:0:pnl", 'Top 0 of Desk by "pnl" cannot be shown'],
    ["rows.top=desk:5:gone", 'Top 5 of Desk by "gone" cannot be shown'],
    ["rows.top=desk:-5:pnl", 'Top "desk:-5:pnl" on rows cannot be read'],
    ["rows.open=1/2/3/4", '"1 / 2 / 3 / 4" on rows has nothing below it'],
    ["rows.open=a//b", '"a//b" on rows cannot be read: left closed'],
    ["columns=calendar,gone", 'Unknown field "gone" on columns: left out'],
    ["values=notional,gone,trade_count", 'Unknown measure "gone": left out'],
    ["values=notional,trade_count:huge", 'Unknown option "huge" of value'],
    [
      "values=notional:delta,trade_count",
      "Notional is shown as its value: there is no period to compare with",
    ],
    ["filters=equals:gone:a", 'Unknown dimension "gone" to filter by'],
    ["filters=like:desk:a", 'Filter "like:desk:a" cannot be read: left out'],
    ["filters=gt:desk:1", 'Desk cannot be filtered by "gt", only by equals'],
    ["filters=equals:pm:x", 'Portfolio manager is a number, "x" is none'],
    ["filters=contains:desk:~0", "Filter contains of Desk cannot look for"],
    ["filters=set:desk:a", "Filter set of Desk takes no values: left out"],
    ["filters=keep:desk/book:a", 'Filter by "desk and book" needs one key'],
    ["filters=equals:trade_date:2026-01-01", "filtered by the dates"],
    ["mode=both", 'Unknown mode "both", one of as_traded, look_through'],
    ["dates=2026-02-30..2026-03-01", "are no range of days"],
    ["dates=2026-03-02..2026-03-01", "are no range of days"],
    ["dates=last_year", 'Dates "last_year" are no range of days'],
    ["compare=next_week", 'Unknown period "next_week" to compare with'],
    ["compare=2026-03-02..2026-03-01", "Unknown period"],
    ["compare=2026-02-30..2026-03-01", "Unknown period"],
    ["layout=wide", 'Unknown layout "wide", one of compact, tabular'],
    [
      "values=notional:width/wide,trade_count",
      'Unknown option "width/wide" of value "notional": left out',
    ],
    [
      "values=notional:width/9,trade_count",
      "Notional cannot be 9 pixels wide (48 to 800 pixels): width left out",
    ],
    ["widths=200px", 'Width "200px" cannot be read: left out'],
    ["widths=desk:96:1", 'Width "desk:96:1" cannot be read: left out'],
    ["widths=801", "Names of rows cannot be 801 pixels wide"],
    ["widths=symbol:96", 'Unknown level "symbol" on rows: width left out'],
    ["widths=__proto__:96", 'Unknown level "__proto__" on rows'],
    ["totals=left", 'Unknown totals "left", one of top, bottom'],
  ])("keeps the rest of a link with %s", (parameter, message) => {
    const name = parameter.slice(0, parameter.indexOf("="));
    const rest = BASE.split("&").filter((text) => !text.startsWith(`${name}=`));
    const { state, messages } = decode([...rest, parameter].join("&"));
    expect(state).toEqual(kept);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(message);
  });

  it("shows default values when it knows none of those asked for", () => {
    const { state, messages } = decode(
      "v=2&view=trade_metrics&rows=desk&values=a,b",
    );
    expect(state.values).toEqual(defaultState(VIEW).values);
    expect(messages).toEqual([
      'Unknown measure "a": left out (hidden by your access or not in this model)',
      'Unknown measure "b": left out (hidden by your access or not in this model)',
      "None of the measures is known: showing notional, trade_count, avg_price",
    ]);
  });

  it("knows no dates in a view without a date", () => {
    const { state, messages } = decode(
      "v=2&view=raw_metrics&values=notional:delta&dates=last_day&compare=previous_day",
    );
    expect(state).toMatchObject({ dates: null, comparison: null });
    expect(state.values.map(({ figure }) => figure)).toEqual(["value"]);
    expect(messages).toEqual(["Raw metrics has no date: showing all there is"]);
  });
});

describe("decodeState(hostile text, views)", () => {
  const hostile = [
    "%",
    "%E0%A4%A",
    "\0",
    "__proto__",
    "constructor",
    "toString:from/valueOf",
    "~",
    "~~~",
    ",,,,",
    "::::",
    "////",
    "~ud800",
    "<script>alert(1)</script>",
    "a".repeat(5_000),
  ];
  const names = [
    "view",
    "rows",
    "rows.sort",
    "rows.sort.pm",
    "rows.top",
    "rows.open",
    "values",
    "filters",
    "mode",
    "dates",
    "compare",
    "__proto__",
    "rows.sort.constructor",
  ];

  it("never throws and always gives a state that can be linked to", () => {
    for (const version of ["1", "2"]) {
      for (const name of [...names, "measures", "sort", "open"]) {
        for (const text of hostile) {
          const search = `v=${version}&${name}=${text}`;
          const { state, messages } = decode(search);
          expect(decode(encodeState(state)), search).toEqual({
            state,
            messages: [],
          });
          for (const message of messages) {
            expect(message.length).toBeLessThan(300);
          }
        }
      }
    }
    expect(Object.prototype).not.toHaveProperty("sort");
  });

  it("reads huge lists, with a page of messages", { timeout: 30_000 }, () => {
    const many = (text: (index: number) => string) =>
      Array.from({ length: 20_000 }, (_, index) => text(index)).join(",");
    const lists = [
      `rows=${many((index) => `f${index}`)}`,
      `values=${many((index) => `m${index}`)}`,
      `values=notional&rows=desk&columns=calendar&rows.sort=${many((index) => `notional:value:${index}`)}`,
      `filters=${many((index) => `equals:d${index}:x`)}`,
      `rows=organisation&rows.open=${many((index) => `${index}`)}`,
      `rows=organisation&rows.open=${"a/".repeat(100_000)}a`,
      `columns.open=${many((index) => `${index}`)}`,
    ];
    for (const list of lists) {
      const { messages } = decode(`v=2&view=trade_metrics&${list}`);
      expect(messages.length).toBeLessThanOrEqual(21);
    }
    const unknown = decode(`v=2&${lists[0] ?? ""}`);
    expect(unknown.messages.at(-1)).toBe("and 19980 more of the kind");
  });

  it("refuses what is too long for a link", () => {
    const { state, messages } = decode(`${BASE}&rows.open=${"a".repeat(1e6)}`);
    expect(state).toEqual(defaultState(VIEW));
    expect(messages).toEqual([
      "The link is longer than 1000000 characters: showing the default view",
    ]);
  });
});

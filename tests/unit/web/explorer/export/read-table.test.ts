import type { Query } from "@cubejs-client/core";
import { describe, expect, it } from "vitest";
import {
  type ReadOptions,
  readTable,
} from "../../../../../web/src/explorer/export/read-table.ts";
import {
  axisField,
  defaultState,
  valueField,
} from "../../../../../web/src/pivot/state/default-state.ts";
import { planPivot } from "../../../../../web/src/pivot/plan/pivot-plan.ts";
import type { PivotState } from "../../../../../web/src/pivot/state/pivot-state.ts";
import { type Fact, fakeAnswer } from "../../pivot/grid/fake-api.ts";
import { VIEW } from "../../pivot/state/view-fixture.ts";

/** 3 desks of 2 books of 2 symbols. */
const FACTS: Fact[] = ["Alpha", "Beta", "Gamma"].flatMap((desk, d) =>
  ["1", "2"].flatMap((book, b) =>
    ["X", "Y"].map((symbol, s): Fact => ({
      day: `2024-01-0${s + 1}`,
      desk,
      book: `${desk[0]}${book}`,
      symbol,
      notional: 100 * (d + 1) + 10 * b + s,
    })),
  ),
);

const byName = { sort: [{ by: "label", descending: false }] } as const;

const STATE: PivotState = {
  ...defaultState(VIEW),
  rows: {
    fields: ["desk", "book", "symbol"].map(axisField),
    expanded: [["Beta"]],
    ...byName,
  },
  columns: { fields: [axisField("trade_day")], expanded: [], ...byName },
  values: [valueField("notional")],
};

function options(
  state: PivotState,
  load = (query: Query) => Promise.resolve(fakeAnswer(FACTS, query)),
) {
  const controller = new AbortController();
  const told: [number, number | undefined][] = [];
  const given: ReadOptions = {
    plan: planPivot(VIEW, state, null, null),
    shown: state,
    levels: "all",
    load,
    signal: controller.signal,
    onLines: (...progress) => told.push(progress),
  };
  return { given, told, controller };
}

const sum = (desk?: string, book?: string, symbol?: string) => {
  const kept = FACTS.filter(
    (fact) =>
      (desk === undefined || fact.desk === desk) &&
      (book === undefined || fact.book === book) &&
      (symbol === undefined || fact.symbol === symbol),
  );
  const of = (day?: string) => {
    const found = kept.filter((fact) => day === undefined || fact.day === day);
    return found.length === 0
      ? null
      : found.reduce((total, { notional }) => total + notional, 0);
  };
  return [of(), of("2024-01-01"), of("2024-01-02")];
};

/** As the columns stand when totals do at the bottom. */
const totalLast = (...path: Parameters<typeof sum>) => {
  const [all = null, ...days] = sum(...path);
  return [...days, all];
};

async function cells(options: ReadOptions) {
  const { batches } = await readTable(options);
  const lines: (string | number | null | undefined)[][] = [];
  for await (const batch of batches) {
    lines.push(...batch.map(({ labels, values }) => [...labels, ...values]));
  }
  return lines;
}

const total = ["Grand total", null, null, ...sum()];

describe("reading a table for a file", () => {
  it("has the open rows as the grid shows them", async () => {
    const { given } = options({ ...STATE, totals: "bottom" });
    expect(await cells({ ...given, levels: "open" })).toEqual([
      ["Alpha", null, null, ...totalLast("Alpha")],
      ["Beta", null, null, ...totalLast("Beta")],
      ["Beta", "B1", null, ...totalLast("Beta", "B1")],
      ["Beta", "B2", null, ...totalLast("Beta", "B2")],
      ["Gamma", null, null, ...totalLast("Gamma")],
      ["Grand total", null, null, ...totalLast()],
    ]);
  });

  it("has all levels, opened or not, and tells how far it is", async () => {
    const { given, told } = options({ ...STATE, totals: "top" });
    const expected = ["Alpha", "Beta", "Gamma"].flatMap((desk) => [
      [desk, null, null, ...sum(desk)],
      ...["1", "2"].flatMap((number) => {
        const book = `${desk[0]}${number}`;
        return [
          [desk, book, null, ...sum(desk, book)],
          ...["X", "Y"].map((symbol) => [
            desk,
            book,
            symbol,
            ...sum(desk, book, symbol),
          ]),
        ];
      }),
    ]);
    expect(await cells(given)).toEqual([total, ...expected]);
    expect(told).toEqual([
      [1, 22],
      [22, 22],
    ]);
  });

  it("asks for whole levels, not for every branch", async () => {
    const asked: Query[] = [];
    const { given } = options(STATE, (query) => {
      asked.push(query);
      return Promise.resolve(fakeAnswer(FACTS, query));
    });
    await cells(given);
    expect(new Set(asked.map((query) => JSON.stringify(query))).size).toBe(
      asked.length,
    );
    // A list, the cells and the number of each level, the columns, the total.
    expect(asked.length).toBeLessThanOrEqual(11);
  });

  it("has a level that is cut with its exact rest", async () => {
    const top = { count: 1, measure: "notional", bottom: false, other: true };
    const field = {
      ...axisField("desk"),
      levels: { desk: { sort: [], top } },
    };
    const { given } = options({
      ...STATE,
      totals: "top",
      rows: { ...STATE.rows, fields: [field], expanded: [] },
    });
    const rest = [sum("Alpha"), sum("Beta")];
    expect(await cells(given)).toEqual([
      ["Grand total", ...sum()],
      ["Gamma", ...sum("Gamma")],
      [
        "Other (2)",
        ...[0, 1, 2].map((at) => (rest[0]?.[at] ?? 0) + (rest[1]?.[at] ?? 0)),
      ],
    ]);
  });

  it("asks for the rest of all branches of a level at once", async () => {
    const top = { count: 1, measure: "notional", bottom: false, other: true };
    const asked: Query[] = [];
    const rows = {
      ...STATE.rows,
      fields: [
        axisField("desk"),
        { ...axisField("book"), levels: { book: { sort: [], top } } },
      ],
    };
    const { given } = options({ ...STATE, totals: "top", rows }, (query) => {
      asked.push(query);
      return Promise.resolve(fakeAnswer(FACTS, query));
    });
    expect(await cells(given)).toEqual([
      ["Grand total", null, ...sum()],
      ...["Alpha", "Beta", "Gamma"].flatMap((desk) => {
        const book = (number: number) => `${desk[0]}${number}`;
        return [
          [desk, null, ...sum(desk)],
          [desk, book(2), ...sum(desk, book(2))],
          [desk, "Other (1)", ...sum(desk, book(1))],
        ];
      }),
    ]);
    const others = asked.filter(({ filters }) =>
      JSON.stringify(filters ?? []).includes("notEquals"),
    );
    // Without columns, and with them.
    expect(others).toHaveLength(2);
  });

  it("ends with what went wrong", async () => {
    const { given } = options(STATE, () =>
      Promise.reject(new Error("no luck")),
    );
    await expect(cells(given)).rejects.toThrow("no luck");
  });

  it("ends when it is cancelled, also while it waits", async () => {
    const { given, controller } = options(STATE, () => {
      controller.abort(new Error("enough"));
      return new Promise(() => {});
    });
    await expect(cells(given)).rejects.toThrow("enough");
  });

  it("has more groups than an answer holds, in few questions and many parts", async () => {
    const desks = Array.from({ length: 48 }, (_, at) => `D${100 + at}`);
    const books = Array.from({ length: 10 }, (_, at) => `B${10 + at}`);
    const symbols = Array.from({ length: 100 }, (_, at) => `S${100 + at}`);
    const amount = (d: number, b: number, s: number) => d * 7 + b * 3 + s;
    const facts = desks.flatMap((desk, d) =>
      books.flatMap((book, b) =>
        symbols.map((symbol, s): Fact => ({
          day: "2024-01-01",
          desk,
          book,
          symbol,
          notional: amount(d, b, s),
        })),
      ),
    );
    const expected: string[] = [];
    let all = 0;
    desks.forEach((desk, d) => {
      const lines: string[] = [];
      let ofDesk = 0;
      books.forEach((book, b) => {
        const leaves = symbols.map(
          (symbol, s) => `${desk},${book},${symbol},${amount(d, b, s)}`,
        );
        const sums = symbols.map((_, s) => amount(d, b, s));
        const ofBook = sums.reduce((sum, value) => sum + value, 0);
        ofDesk += ofBook;
        lines.push(`${desk},${book},,${ofBook}`, ...leaves);
      });
      all += ofDesk;
      expected.push(`${desk},,,${ofDesk}`, ...lines);
    });
    const asked: Query[] = [];
    const { given, told } = options(
      {
        ...STATE,
        totals: "bottom",
        columns: { fields: [], expanded: [], sort: [] },
      },
      (query) => {
        asked.push(query);
        return Promise.resolve(fakeAnswer(facts, query));
      },
    );
    const lines = (await cells(given)).map((line) => line.join());
    expect(lines.length).toBe(48 + 480 + 48_000 + 1);
    expect(lines).toEqual([...expected, `Grand total,,,${all}`]);
    expect(told.at(-1)).toEqual([lines.length, lines.length]);
    expect(told.length).toBeGreaterThan(20);
    expect(asked.length).toBeLessThan(15);
    expect(Math.max(...asked.map(({ limit }) => limit ?? 0))).toBe(50_000);
  }, 60_000);

  it.each(["flat", "nested"])(
    "has a long %s list part by part",
    async (shape) => {
      const symbols = Array.from(
        { length: 9_001 },
        (_, at) => `S${10_000 + at}`,
      );
      const day = (at: number) => `2024-01-0${(at % 2) + 1}`;
      const facts: Fact[] = [
        ...symbols.map((symbol, at) => ({
          day: day(at),
          desk: "A",
          symbol,
          notional: at,
        })),
        { day: day(0), desk: "B", symbol: "Z", notional: 5 },
      ];
      const lines = facts.map(({ desk, symbol, notional }, at) => {
        const first = at % 2 === 0 || symbol === "Z";
        const values = [notional, first ? notional : "", first ? "" : notional];
        return (
          shape === "flat" ? [symbol, ...values] : [desk, symbol, ...values]
        ).join();
      });
      const [even, odd] = [0, 1].map((rest) =>
        symbols.reduce((sum, _, at) => sum + (at % 2 === rest ? at : 0), 0),
      ) as [number, number];
      const { given, told } = options(
        {
          ...STATE,
          totals: "top",
          rows: {
            ...STATE.rows,
            fields: (shape === "flat" ? ["symbol"] : ["desk", "symbol"]).map(
              axisField,
            ),
          },
        },
        (query) => Promise.resolve(fakeAnswer(facts, query)),
      );
      const read = (await cells(given)).map((line) => line.join());
      const total = [even + odd + 5, even + 5, odd].join();
      expect(read).toEqual(
        shape === "flat"
          ? [`Grand total,${total}`, ...lines]
          : [
              `Grand total,,${total}`,
              `A,,${even + odd},${even},${odd}`,
              ...lines.slice(0, -1),
              "B,,5,5,",
              ...lines.slice(-1),
            ],
      );
      expect(told.at(-1)?.[0]).toBe(read.length);
      expect(told.at(-1)?.[1]).toBe(read.length);
    },
    60_000,
  );
});

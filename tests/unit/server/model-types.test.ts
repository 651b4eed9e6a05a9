import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "prettier";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publicViews, type ModelView } from "../../../server/compiled-model.ts";
import { modelTypes } from "../../../server/model-types.ts";

const CUBE = `cubes:
  - name: trades
    sql_table: trades
    public: false
    dimensions:
      - {name: id, sql: id, type: number, primary_key: true, public: false}
      - {name: book, sql: book, type: string, description: "Book */ of  the\\n trade."}
      - {name: day, sql: day, type: time}
    measures:
      - {name: count, type: count, description: Trades.}
      - {name: parts, sql: parts, type: sum, public: false}
    segments:
      - {name: large, sql: "size > 1", description: Large ones.}
    hierarchies:
      - {name: desk, levels: [book]}
`;
const VIEW = `views:
  - name: trade_list
    description: All trades.
    cubes:
      - {join_path: trades, includes: "*", excludes: [id, parts]}
  - name: books
    cubes:
      - join_path: trades
        includes: [{name: book, alias: name}]
  - name: secret
    public: false
    cubes:
      - {join_path: trades, includes: "*"}
`;

/** Milliseconds to load Cube's compiler on a busy machine. */
const TIMEOUT = 60_000;

/** What a developer reads, without empty types. */
const WRITTEN = `/** Dimensions of books. */
export type BooksDimension =
  /** Book *\\/ of the trade. */
  "books.name";

/** Measures of trade_list. */
export type TradeListMeasure =
  /** Trades. */
  "trade_list.count";

/** Dimensions of trade_list. */
export type TradeListDimension =
  /** Book *\\/ of the trade. */
  "trade_list.book" | "trade_list.day";

/** Time dimensions of trade_list. */
export type TradeListTimeDimension = "trade_list.day";

/** Segments of trade_list. */
export type TradeListSegment =
  /** Large ones. */
  "trade_list.large";

/** Hierarchies of trade_list. */
export type TradeListHierarchy = "trade_list.desk";`;

let folder: string;
let views: ModelView[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "model-types-"));
  for (const [kind, text] of [
    ["cubes", CUBE],
    ["views", VIEW],
  ] as const) {
    await mkdir(join(folder, kind));
    await writeFile(join(folder, kind, "model.yml"), text);
  }
  views = await publicViews(folder);
}, TIMEOUT);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("publicViews(folder)", { timeout: TIMEOUT }, () => {
  it("are those that /v1/meta shows, by name", () => {
    expect(views.map(({ name }) => name)).toEqual(["books", "trade_list"]);
  });

  it("refuse a model that does not compile", async () => {
    const broken = await mkdtemp(join(tmpdir(), "model-types-"));
    await writeFile(join(broken, "a.yml"), "cubes:\n  - name: a\n");
    await expect(
      publicViews(broken).finally(() => rm(broken, { recursive: true })),
    ).rejects.toThrow(/sql/);
  });
});

describe("modelTypes(views)", { timeout: TIMEOUT }, () => {
  it("names each public member with its description", async () => {
    const text = await format(modelTypes(views), { parser: "typescript" });
    const blocks = text
      .split(/\n\n(?=\/\*\* \w+s of |\/\*\* Time )/)
      .filter((block) => /^\/\*\*/.test(block) && !block.includes("never"));
    expect(blocks.slice(0, -1)).toEqual(WRITTEN.split("\n\n").slice(0, -1));
    expect(text).toContain("trade_list: {\n    measure: TradeListMeasure;");
    expect(text).not.toMatch(/secret|parts|\bid\b/);
  });

  it("is the same for the same model", async () => {
    expect(modelTypes(await publicViews(folder))).toBe(modelTypes(views));
  });
});

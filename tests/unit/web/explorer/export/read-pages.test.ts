import type { Query } from "@cubejs-client/core";
import { describe, expect, it } from "vitest";
import type { Answer, Row } from "../../../../../web/src/pivot/answer.ts";
import {
  PAGE_ROWS,
  readPages,
} from "../../../../../web/src/explorer/export/read-pages.ts";

/** An API with so many members, which gives as many rows at a time as Cube does. */
function api(members: number) {
  const asked: Query[] = [];
  const load = (query: Query): Promise<Answer> => {
    asked.push(query);
    const from = query.offset ?? 0;
    const to = Math.min(members, from + (query.limit ?? 10_000));
    const rows = Array.from({ length: Math.max(0, to - from) }, (_, index) => ({
      "v.id": from + index,
    }));
    return Promise.resolve({
      rows,
      rollups: [],
      refreshedAt: undefined,
      total: undefined,
      milliseconds: 1,
      arrivedAt: 0,
    });
  };
  const read = async (query: Query): Promise<number[]> => {
    const ids: number[] = [];
    const add = (rows: Row[]) => {
      for (const row of rows) ids.push(Number(row["v.id"]));
    };
    await readPages(load, query, new AbortController().signal, add);
    return ids;
  };
  return { asked, read };
}

const QUERY: Query = {
  measures: ["v.sum"],
  dimensions: ["v.id", "v.name"],
  order: [["v.sum", "desc"]],
};

describe("readPages", () => {
  it.each([0, 1, PAGE_ROWS, PAGE_ROWS + 1, 2 * PAGE_ROWS + 7])(
    "reads each of %d rows once",
    async (members) => {
      const { asked, read } = api(members);
      const ids = await read(QUERY);
      expect(ids).toHaveLength(members);
      expect(new Set(ids).size).toBe(members);
      expect(asked.map(({ offset = 0 }) => offset)).toEqual(
        asked.map((_, index) => index * PAGE_ROWS),
      );
    },
  );

  it("orders pages by all members, so that they neither repeat nor skip one", async () => {
    const { asked, read } = api(PAGE_ROWS + 1);
    await read(QUERY);
    for (const { order } of asked) {
      expect(order).toEqual([
        ["v.sum", "desc"],
        ["v.id", "asc"],
        ["v.name", "asc"],
      ]);
    }
  });

  it("asks a query that fits one answer as it is", async () => {
    const { asked, read } = api(500);
    const query = { ...QUERY, limit: 200 };
    expect(await read(query)).toHaveLength(200);
    expect(asked).toEqual([query]);
  });

  it("reads no more rows than the query wants", async () => {
    const { asked, read } = api(3 * PAGE_ROWS);
    const ids = await read({ ...QUERY, limit: PAGE_ROWS + 10 });
    expect(ids).toHaveLength(PAGE_ROWS + 10);
    expect(asked.map(({ limit }) => limit)).toEqual([PAGE_ROWS, 10]);
  });
});

import { PassThrough, Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import type {
  Caller,
  CubeHooks,
} from "../../../server/sql-api/load/cube-hooks.ts";
import { streamCube } from "../../../server/sql-api/load/stream-cube.ts";
import { SqlError } from "../../../server/sql-api/sql-error.ts";
import type { CubeQuery } from "../../../server/sql-api/translate/plan.ts";

const CALLER = { session: {}, requestId: "id" } as unknown as Caller;
const QUERY: CubeQuery = { dimensions: ["v.desk"], ungrouped: true };
const WANTED = { keys: ["v.id", "v.desk"], asText: [false, true] };

/** Cube, which answers with these chunks and notes what it was asked. */
function cube(chunks: Iterable<unknown> | AsyncIterable<unknown>) {
  const limits: unknown[] = [];
  const hooks = {
    sqlApiLoad({ query }: { query: CubeQuery }) {
      limits.push(query.limit);
      return Promise.resolve({
        stream: chunks instanceof Readable ? chunks : Readable.from(chunks),
      });
    },
  } as unknown as CubeHooks;
  return { hooks, limits };
}

function stream(
  hooks: CubeHooks,
  query = QUERY,
  { signal } = new AbortController(),
) {
  return streamCube(hooks, CALLER, query, WANTED, signal);
}

async function rowsOf(rows: ReturnType<typeof stream>): Promise<unknown[][]> {
  const all: unknown[][] = [];
  for await (const { count, value } of rows) {
    for (let row = 0; row < count; row++) {
      all.push(WANTED.keys.map((_, column) => value(row, column)));
    }
  }
  return all;
}

/** As `TradeDriver.stream` makes them. */
function batch(rows: unknown[][], taken = () => undefined) {
  const column = (index: number, convert: unknown = null) => ({
    batch: { rows, taken },
    index,
    convert,
  });
  const upper = (value: unknown) => String(value).toUpperCase();
  return { "v.desk": column(0, upper), "v.id": column(1, upper) };
}

describe("streamCube", () => {
  it("reads rows by the batch, and as text what shall be text", async () => {
    const { hooks } = cube([
      batch([
        ["a", 1],
        ["b", 2],
      ]),
      batch([["c", null]]),
    ]);
    expect(await rowsOf(stream(hooks))).toEqual([
      [1, "A"],
      [2, "B"],
      [null, "C"],
    ]);
  });

  it("reads rows of another driver one by one", async () => {
    const { hooks } = cube([
      { "v.id": 1, "v.desk": "a" },
      { "v.id": 2, "v.desk": null },
    ]);
    expect(await rowsOf(stream(hooks))).toEqual([
      [1, "a"],
      [2, null],
    ]);
  });

  it("asks the same twice with limits of its own, and keeps to the one given", async () => {
    const rows = Array.from({ length: 9 }, (_, id) => ["a", id]);
    const { hooks, limits } = cube([batch(rows.slice(0, 3)), batch(rows)]);
    const query = { ...QUERY, limit: 5 };
    const answers = await Promise.all(
      [1, 2].map(() => rowsOf(stream(hooks, query))),
    );
    expect(answers.map(({ length }) => length)).toEqual([5, 5]);
    expect(limits).toEqual([5, 6]);
  });

  it("tells when a batch is done with, not before", async () => {
    const done: string[] = [];
    const { hooks } = cube([
      batch([["a", 1]], () => void done.push("first")),
      batch([["b", 2]], () => void done.push("second")),
    ]);
    const rows = stream(hooks);
    await rows.next();
    expect(done).toEqual([]);
    await rows.next();
    expect(done).toEqual(["first"]);
    await rows.return(undefined);
  });

  it("ends with the reason of the signal while it waits for a row", async () => {
    const abort = new AbortController();
    const source = new PassThrough({ objectMode: true });
    source.write(batch([["a", 1]]));
    const { hooks } = cube(source);
    const rows = stream(hooks, QUERY, abort);
    await rows.next();
    const next = rows.next();
    abort.abort(new SqlError("57014", "canceled"));
    await expect(next).rejects.toMatchObject({ code: "57014" });
    expect(source.destroyed).toBe(true);
  });

  it("says when Cube has ended the stream because nobody read", async () => {
    const { hooks } = cube(
      (async function* () {
        yield await Promise.resolve(batch([["a", 1]]));
        throw Object.assign(new Error("Premature close"), {
          code: "ERR_STREAM_PREMATURE_CLOSE",
        });
      })(),
    );
    await expect(rowsOf(stream(hooks))).rejects.toMatchObject({
      code: "57014",
      message: "the rows were not read for too long",
    });
  });
});

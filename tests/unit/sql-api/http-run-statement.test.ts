import { once } from "node:events";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { OID } from "../../../server/sql-api/encode/oids.ts";
import { RowEncoder } from "../../../server/sql-api/encode/row-encoder.ts";
import type { Execution, Executor } from "../../../server/sql-api/executor.ts";
import { runStatement } from "../../../server/sql-api/http/run-statement.ts";
import type { RowBatch } from "../../../server/sql-api/result.ts";
import { SqlError } from "../../../server/sql-api/sql-error.ts";

const LOGIN = {
  user: "http",
  database: "cube",
  parameters: new Map<string, string>(),
  securityContext: {},
  superuser: false,
};

const COLUMN = {
  name: "desk",
  tableOid: 0,
  columnNumber: 0,
  typeOid: OID.text,
  typeSize: -1,
  typeModifier: -1,
};

function batch(...values: (string | null)[]): RowBatch {
  const encoder = new RowEncoder([{ type: "text", format: 0 }]);
  for (const value of values) encoder.add(() => value);
  return encoder.take();
}

/** Answers every statement with the same rows. */
function executor(rows: () => AsyncIterable<RowBatch>) {
  const closed: string[] = [];
  const one: Partial<Executor> = {
    split: (text) => [text],
    prepare: (text) =>
      Promise.resolve({ text, parameterOids: [], columns: [COLUMN] }),
    execute: (): Promise<Execution> =>
      Promise.resolve({ rows: rows(), tag: () => "", notices: () => [] }),
    close: () => Promise.resolve(void closed.push("closed")),
  };
  return { create: () => Promise.resolve(one as Executor), closed };
}

async function linesOf(rows: () => AsyncIterable<RowBatch>) {
  const to = new PassThrough();
  const chunks: Buffer[] = [];
  to.on("data", (chunk: Buffer) => chunks.push(chunk));
  const { create, closed } = executor(rows);
  await runStatement(create, LOGIN, "SELECT desk", to);
  await once(to, "end");
  expect(closed).toEqual(["closed"]);
  return Buffer.concat(chunks)
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}

const SCHEMA = { schema: [{ name: "desk", column_type: "String" }] };

describe("runStatement", () => {
  it("writes the schema, and a line for each batch of rows", async () => {
    const lines = await linesOf(async function* () {
      yield await Promise.resolve(batch("Macro", null));
      yield batch('Delta "One"\n');
    });
    expect(lines).toEqual([
      SCHEMA,
      { data: [["Macro"], [null]] },
      { data: [['Delta "One"\n']] },
    ]);
  });

  it("writes a line of no rows when there are none", async () => {
    const lines = await linesOf(async function* () {});
    expect(lines).toEqual([SCHEMA, { data: [] }]);
  });

  it("writes what failed after rows as the last line", async () => {
    const lines = await linesOf(async function* () {
      yield await Promise.resolve(batch("Macro"));
      throw new SqlError("58030", "the warehouse broke off the rows");
    });
    expect(lines).toEqual([
      SCHEMA,
      { data: [["Macro"]] },
      { error: "the warehouse broke off the rows" },
    ]);
  });

  it("writes nothing when it fails before the first row", async () => {
    const to = new PassThrough();
    const { create, closed } = executor(async function* () {
      await Promise.resolve();
      yield* [];
      throw new SqlError("42501", "not allowed");
    });
    await expect(
      runStatement(create, LOGIN, "SELECT desk", to),
    ).rejects.toMatchObject({ code: "42501" });
    expect(to.readableLength).toBe(0);
    expect(closed).toEqual(["closed"]);
  });

  it("gives up the rows when its reader has gone", async () => {
    const to = new PassThrough({ highWaterMark: 1 });
    let ended = false;
    const { create } = executor(async function* () {
      try {
        for (;;) yield await Promise.resolve(batch("Macro"));
      } finally {
        ended = true;
      }
    });
    const work = runStatement(create, LOGIN, "SELECT desk", to);
    await once(to, "readable");
    to.destroy();
    await expect(work).rejects.toMatchObject({ code: "57014" });
    expect(ended).toBe(true);
  });
});

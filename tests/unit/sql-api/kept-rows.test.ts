import { beforeEach, describe, expect, it } from "vitest";
import type { AnswerCache } from "../../../server/cube/answer-cache.ts";
import type { Execution } from "../../../server/sql-api/executor.ts";
import type { Notice, RowBatch } from "../../../server/sql-api/result.ts";
import {
  keptOr,
  type KeptRows,
  rowCache,
} from "../../../server/sql-api/statements/kept-rows.ts";

let version: string | undefined;
let cache: AnswerCache<KeptRows>;
/** Executions that were begun. */
let begun: number;

beforeEach(() => {
  version = "v1";
  begun = 0;
  cache = rowCache({ version: () => version, now: () => 0 });
});

const batch = (text: string): RowBatch => ({
  bytes: Buffer.from(text),
  ends: [text.length],
});

function execution(
  batches: readonly RowBatch[],
  { fails = false, notices = [] as Notice[] } = {},
): Execution {
  begun += 1;
  return {
    // eslint-disable-next-line @typescript-eslint/require-await
    rows: (async function* () {
      yield* batches;
      if (fails) throw new Error("broken off");
    })(),
    tag: (rows) => `SELECT ${rows}`,
    notices: () => notices,
  };
}

const run = (batches: readonly RowBatch[], options = {}) =>
  keptOr(cache.ask("question"), () =>
    Promise.resolve(execution(batches, options)),
  );

async function read(work: Promise<Execution>): Promise<string> {
  const execution = await work;
  const texts: string[] = [];
  let count = 0;
  for await (const { bytes, ends } of execution.rows) {
    texts.push(bytes.toString());
    count += ends.length;
  }
  return `${texts.join("")}: ${execution.tag(count)}`;
}

describe("keptOr(asked, answer)", () => {
  it("gives the rows that were read before, as they were then", async () => {
    const [first, second] = [batch("ab"), batch("cd")];
    expect(await read(run([first, second]))).toBe("abcd: SELECT 2");
    first.bytes.fill("x");
    expect(await read(run([]))).toBe("abcd: SELECT 2");
    expect(await read(run([]))).toBe("abcd: SELECT 2");
    expect(begun).toBe(1);
  });

  it("gives no rows that are of other data", async () => {
    await read(run([batch("ab")]));
    version = "v2";
    expect(await read(run([batch("cd")]))).toBe("cd: SELECT 1");
    version = undefined;
    expect(await read(run([batch("ef")]))).toBe("ef: SELECT 1");
    expect(begun).toBe(3);
  });

  it("keeps nothing of what was not read to its end", async () => {
    const { rows } = await run([batch("ab"), batch("cd")]);
    await rows[Symbol.asyncIterator]().next();
    expect(await read(run([batch("ef")]))).toBe("ef: SELECT 1");
  });

  it("keeps nothing of what has failed", async () => {
    await expect(read(run([batch("ab")], { fails: true }))).rejects.toThrow(
      "broken off",
    );
    expect(await read(run([batch("ef")]))).toBe("ef: SELECT 1");
  });

  it("keeps no rows that came with a notice, which would be lost", async () => {
    const notice: Notice = { severity: "NOTICE", code: "00000", message: "x" };
    await read(run([batch("ab")], { notices: [notice] }));
    expect(await read(run([batch("ef")]))).toBe("ef: SELECT 1");
  });

  it("keeps no large results", async () => {
    const large = batch("x".repeat(1024 * 1024));
    await read(run([large, large, large, large, batch("end")]));
    expect(await read(run([batch("ef")]))).toBe("ef: SELECT 1");
  });

  it("forgets the least used for lack of room", async () => {
    cache = rowCache({ version: () => version, now: () => 0, maxBytes: 3000 });
    const ask = (question: string) =>
      read(
        keptOr(cache.ask(question), () =>
          Promise.resolve(execution([batch("x".repeat(1000))])),
        ),
      );
    await ask("a");
    await ask("b");
    await ask("a");
    await ask("c");
    expect(begun).toBe(3);
    await ask("a");
    expect(begun).toBe(3);
    await ask("b");
    expect(begun).toBe(4);
  });
});

import type { Socket } from "node:net";
import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { CHUNK_BYTES, Output } from "../../../server/sql-api/wire/output.ts";
import { Turn } from "../../../server/sql-api/wire/turn.ts";
import { batchOf } from "../../support/sql-rows.ts";

/** What is written, taken at once or when `take` is called. */
function sink({ slow = false } = {}) {
  const chunks: Buffer[] = [];
  let take = () => {};
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      if (slow) take = () => done();
      else done();
    },
  });
  const output = new Output(stream as unknown as Socket, new Turn());
  return { output, chunks, take: () => take() };
}

const never = new AbortController().signal;
const rowsOf = (count: number, bytes: number) =>
  batchOf(Array.from({ length: count }, () => [Buffer.alloc(bytes, "x")]));

describe("Output", () => {
  it("gathers messages until it is flushed", async () => {
    const { output, chunks } = sink();
    output.send(Buffer.from("a"), Buffer.from("b"));
    output.send(Buffer.from("c"));
    expect(chunks).toEqual([]);
    await output.flush();
    await output.flush();
    expect(chunks).toEqual([Buffer.from("abc")]);
  });

  it.each([
    [0, 1000, 10],
    [0, 10_000, 100],
    [7, 9_999, 100],
    [3, 4, 10],
    [5, 5, 10],
    [0, 3, 5 * CHUNK_BYTES],
  ])(
    "sends rows %i to %i of %i bytes in whole, in chunks",
    async (from, to, bytes) => {
      const { output, chunks } = sink();
      const batch = rowsOf(to + 1, bytes);
      // Type, length, number of columns and the length of the only one.
      const row = bytes + 11;
      await output.sendRows(batch, from, to, never);
      await output.flush();
      const expected = batch.bytes.subarray(from * row, to * row);
      expect(Buffer.concat(chunks).equals(expected)).toBe(true);
      for (const chunk of chunks) {
        expect(chunk.length % row).toBe(0);
        expect(chunk.length).toBeLessThan(CHUNK_BYTES + row);
      }
      for (const chunk of chunks.slice(0, -1)) {
        expect(chunk.length).toBeGreaterThanOrEqual(CHUNK_BYTES);
      }
    },
  );

  it("waits for a client that has not taken a chunk", async () => {
    const { output, chunks, take } = sink({ slow: true });
    let sent = false;
    const batch = rowsOf(30, 10_000);
    const sending = output
      .sendRows(batch, 0, 30, never)
      .then(() => (sent = true));
    for (let expected = 1; expected <= 4; expected++) {
      await new Promise(setImmediate);
      expect(chunks).toHaveLength(expected);
      expect(sent).toBe(false);
      take();
    }
    await sending;
  });

  it("stops between two rows when it is aborted while it waits", async () => {
    const { output, chunks } = sink({ slow: true });
    const abort = new AbortController();
    const sending = output.sendRows(rowsOf(30, 10_000), 0, 30, abort.signal);
    await new Promise(setImmediate);
    abort.abort(new Error("enough"));
    await expect(sending).rejects.toThrow("enough");
    expect(chunks).toHaveLength(1);
    expect(chunks[0]!.length % 10_011).toBe(0);
  });

  it("lets others have their turn when all is taken at once", async () => {
    const { output, chunks } = sink();
    const batch = rowsOf(10, CHUNK_BYTES);
    let turns = 0;
    const count = () => void turns++;
    // Without turns nothing would ever be counted, and the test would not end.
    const limit = performance.now() + 5000;
    while (turns < 3 && performance.now() < limit) {
      setImmediate(count);
      await output.sendRows(batch, 0, 10, never);
      chunks.length = 0;
    }
    expect(turns).toBeGreaterThanOrEqual(3);
  });
});

import { describe, expect, it } from "vitest";
import { type Batch, planBatches } from "../../../generator/load/batches.ts";
import { type ChunkSpec, Plan } from "../../../generator/plan.ts";
import { tickBatches, tickChunks } from "../../../generator/stream/ticks.ts";
import {
  businessDate,
  businessDayNumber,
} from "../../../generator/calendar.ts";

const plan = (rows: number, days: number, tradeDate: string) =>
  new Plan({
    rows,
    days,
    lastDay: businessDayNumber(tradeDate),
    startTradeId: 1,
    seed: "",
    portfolioManagers: 1,
    explode: true,
  });

const shape = (batches: readonly Batch[]) =>
  batches.map(({ trades, chunks }) => [
    trades,
    [...new Set(chunks.map(({ day }) => businessDate(day)))].join(),
  ]);

describe("planBatches", () => {
  it("fills batches with the chunks of following days", () => {
    expect(shape(planBatches(plan(24_000, 6, "2024-01-15"), 10_000))).toEqual([
      [12_000, "2024-01-08,2024-01-09,2024-01-10"],
      [12_000, "2024-01-11,2024-01-12,2024-01-15"],
    ]);
  });

  it("ends a batch with the month, which is a partition, and so is stored at once", () => {
    expect(shape(planBatches(plan(900, 3, "2024-02-01"), 10_000))).toEqual([
      [600, "2024-01-30,2024-01-31"],
      [300, "2024-02-01"],
    ]);
    expect(shape(planBatches(plan(300, 3, "2024-01-02"), 10_000))).toEqual([
      [100, "2023-12-29"],
      [200, "2024-01-01,2024-01-02"],
    ]);
  });

  it.each([10_000, 15_000, 100_000])(
    "holds every chunk once and in order in batches of %i and more",
    (size) => {
      const all = plan(1_234_567, 45, "2024-03-15");
      const batches = planBatches(all, size);
      expect(batches.flatMap(({ chunks }) => chunks)).toEqual([...all]);
      expect(batches.map(({ number }) => number)).toEqual(
        batches.map((_, place) => place),
      );
      const months = (chunks: ChunkSpec[]) =>
        new Set(chunks.map(({ day }) => businessDate(day).slice(0, 7)));
      batches.forEach(({ chunks, trades }, place) => {
        expect(trades).toBe(
          chunks.reduce((sum, chunk) => sum + chunk.trades, 0),
        );
        const [month, other] = months(chunks);
        expect(other).toBeUndefined();
        const next = batches[place + 1];
        const lastOfMonth =
          next === undefined || !months(next.chunks).has(month!);
        if (!lastOfMonth) expect(trades).toBeGreaterThanOrEqual(size);
        // Full without its last chunk, it would have ended there.
        expect(trades - chunks.at(-1)!.trades).toBeLessThan(size);
      });
    },
  );
});

describe("tickBatches", () => {
  const window = { day: 6270, from: 1000, to: 2000 };

  it.each([
    [1, [1]],
    [10_000, [10_000]],
    [20_000, [20_000]],
    [20_001, [20_000, 1]],
    [123_456, [20_000, 20_000, 20_000, 20_000, 20_000, 20_000, 3456]],
  ])("cuts %i trades into inserts of %j", (trades, expected) => {
    const tick = {
      number: 3,
      firstChunk: 40,
      firstTradeId: 500,
      trades,
      window,
    };
    const batches = tickBatches(tick);
    expect(batches.map((batch) => batch.trades)).toEqual(expected);
    const chunks = batches.flatMap((batch) => batch.chunks);
    expect(chunks).toHaveLength(tickChunks(trades));
    let id = 500;
    chunks.forEach((chunk, place) => {
      expect(chunk).toMatchObject({
        number: 40 + place,
        firstTradeId: id,
        window,
      });
      id += chunk.trades;
    });
    expect(id).toBe(500 + trades);
    // The number is part of the token: no other insert of the stream may have it.
    expect(
      batches.map(({ number, chunks: [first] }) => [number, first?.number]),
    ).toEqual(batches.map(({ number }) => [number, number]));
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  SILENCE,
  warehouseProbe,
} from "../../../../server/cube/warehouse-probe.ts";

const never = () => new Promise<boolean>(() => {});
const after = (milliseconds: number) => () =>
  new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(true), milliseconds);
  });

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** What the probe says, however long it takes. */
async function told(probe: () => Promise<boolean>): Promise<boolean> {
  const answer = probe();
  await vi.advanceTimersByTimeAsync(2_000);
  return answer;
}

describe("warehouseProbe(warehouse)", () => {
  it("asks once for many questions, and again later", async () => {
    let time = 0;
    const isUp = vi.fn(() => Promise.resolve(true));
    const probe = warehouseProbe({ isUp }, () => time);
    expect(await Promise.all([probe(), probe()])).toEqual([true, true]);
    expect(isUp).toHaveBeenCalledTimes(1);
    time = 501;
    await probe();
    expect(isUp).toHaveBeenCalledTimes(2);
  });

  it.each([
    ["a failure", () => Promise.reject(new Error("away"))],
    ["a refusal", () => Promise.resolve(false)],
  ])("takes %s for no, at once", async (_, isUp) => {
    expect(await warehouseProbe({ isUp })()).toBe(false);
  });

  it("takes no answer for no, but only after a while", async () => {
    const isUp = vi.fn(never);
    const probe = warehouseProbe({ isUp });
    expect(await told(probe)).toBe(true);
    await vi.advanceTimersByTimeAsync(SILENCE);
    expect(await told(probe)).toBe(false);
    expect(isUp).toHaveBeenCalledTimes(1);
  });

  it("never takes a warehouse for away that answers late each time", async () => {
    const probe = warehouseProbe({ isUp: after(4_000) });
    for (let passed = 0; passed < 4 * SILENCE; passed += 2_000) {
      expect(await told(probe)).toBe(true);
    }
  });

  it("keeps to its no until there is an answer", async () => {
    let isUp: () => Promise<boolean> = () => Promise.resolve(false);
    const probe = warehouseProbe({ isUp: () => isUp() });
    expect(await told(probe)).toBe(false);
    await vi.advanceTimersByTimeAsync(SILENCE);
    isUp = after(3_000);
    expect(await told(probe)).toBe(false);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await told(probe)).toBe(true);
  });
});

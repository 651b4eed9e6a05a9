import { describe, expect, it, vi } from "vitest";
import { warehouseProbe } from "../../../../server/cube/warehouse-probe.ts";

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

  it("takes a failure for no", async () => {
    const isUp = () => Promise.reject(new Error("away"));
    expect(await warehouseProbe({ isUp })()).toBe(false);
  });

  it("takes no answer for no", async () => {
    vi.useFakeTimers();
    const answer = warehouseProbe({ isUp: () => new Promise(() => {}) })();
    await vi.advanceTimersByTimeAsync(1500);
    expect(await answer).toBe(false);
    vi.useRealTimers();
  });
});

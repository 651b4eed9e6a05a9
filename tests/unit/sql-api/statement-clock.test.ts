import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { StatementClock } from "../../../server/sql-api/statements/statement-clock.ts";

const NEVER = new AbortController().signal;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function started(milliseconds: number | undefined, signal = NEVER) {
  const clock = new StatementClock(milliseconds, signal);
  clock.start();
  return clock;
}

it("ends a statement when its time is over, and says why", () => {
  const { signal } = started(200);
  vi.advanceTimersByTime(199);
  expect(signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(signal.reason).toMatchObject({
    code: "57014",
    message: "canceling statement due to statement timeout",
  });
});

it("ends nothing once it was stopped, or without a limit", () => {
  const stopped = started(200);
  stopped.stop();
  const unlimited = started(undefined);
  vi.advanceTimersByTime(1e9);
  expect([stopped.signal.aborted, unlimited.signal.aborted]).toEqual([
    false,
    false,
  ]);
});

it("passes a cancel on, with its reason", () => {
  const cancel = new AbortController();
  const clock = started(200, cancel.signal);
  cancel.abort("canceled");
  expect(clock.signal.reason).toBe("canceled");
});

it("does not count the time that a statement waits for a thread", () => {
  const clock = started(200);
  vi.advanceTimersByTime(150);
  const goOn = [clock.wait(), clock.wait()];
  vi.advanceTimersByTime(10_000);
  goOn[0]!();
  goOn[0]!();
  vi.advanceTimersByTime(10_000);
  expect(clock.signal.aborted).toBe(false);
  goOn[1]!();
  vi.advanceTimersByTime(49);
  expect(clock.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(clock.signal.aborted).toBe(true);
});

it("counts anew for each Execute, and not between two of them", () => {
  const clock = started(200);
  vi.advanceTimersByTime(150);
  clock.stop();
  clock.wait()();
  vi.advanceTimersByTime(10_000);
  clock.start();
  vi.advanceTimersByTime(199);
  expect(clock.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(clock.signal.aborted).toBe(true);
});

it("begins to count when the waiting is over that began before it", () => {
  const clock = new StatementClock(200, NEVER);
  const goOn = clock.wait();
  clock.start();
  vi.advanceTimersByTime(10_000);
  expect(clock.signal.aborted).toBe(false);
  goOn();
  vi.advanceTimersByTime(200);
  expect(clock.signal.aborted).toBe(true);
});

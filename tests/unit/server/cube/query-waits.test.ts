import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { QueryWaits } from "../../../../server/cube/query-waits.ts";

let cancelled: string[];
let waits: QueryWaits;

beforeEach(() => {
  vi.useFakeTimers();
  cancelled = [];
  waits = new QueryWaits({
    cancel: ({ requestId }) => {
      cancelled.push(requestId);
      return Promise.resolve();
    },
    onProblem: (error) => {
      throw error;
    },
  });
});

afterEach(() => {
  waits.stop();
  vi.useRealTimers();
});

/** As Cube tells it. */
const waiting = (query: string, requestId: string, owner = requestId) =>
  waits.note("Waiting for query", {
    queryKey: [query, []],
    requestId: `${requestId}-span-1`,
    waitingForRequestId: `${owner}-span-1`,
  });
const ended = (query: string) =>
  waits.note("Performing query completed", { queryKey: [query, []] });
const abandon = (requestId: string) =>
  waits.abandon({ requestId, securityContext: {} });

describe("QueryWaits", () => {
  it("cancels a query whose only client has gone", () => {
    waiting("a", "anna");
    waiting("b", "ben");
    abandon("anna");
    expect(cancelled).toEqual(["anna"]);
  });

  it("leaves a query to others who wait for it, until the last of them goes", () => {
    waiting("a", "anna");
    waiting("a", "ben", "anna");
    abandon("anna");
    expect(cancelled).toEqual([]);
    abandon("ben");
    expect(cancelled).toEqual(["anna"]);
  });

  it("counts no one who has not come back", () => {
    waiting("a", "anna");
    waiting("a", "ben", "anna");
    abandon("anna");
    vi.advanceTimersByTime(5000);
    waiting("a", "ben", "anna");
    vi.advanceTimersByTime(9000);
    expect(cancelled).toEqual([]);
    vi.advanceTimersByTime(15_000);
    expect(cancelled).toEqual(["anna"]);
  });

  it("cancels what an abandoned request comes to wait for later", () => {
    abandon("anna");
    waiting("a", "anna");
    expect(cancelled).toEqual(["anna"]);
  });

  it("does not, once its client has come back", () => {
    abandon("anna");
    waits.resume("anna");
    waiting("a", "anna");
    expect(cancelled).toEqual([]);
  });

  it("cancels nothing of a request one of whose queries others wait for", () => {
    waiting("a", "anna");
    waiting("b", "anna");
    waiting("b", "ben", "anna");
    abandon("anna");
    expect(cancelled).toEqual([]);
    ended("b");
    vi.advanceTimersByTime(15_000);
    expect(cancelled).toEqual(["anna"]);
  });

  it("cancels nothing that has ended", () => {
    waiting("a", "anna");
    ended("a");
    abandon("anna");
    vi.advanceTimersByTime(60_000);
    expect(cancelled).toEqual([]);
  });
});

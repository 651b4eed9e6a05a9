import { describe, expect, it } from "vitest";
import { QueryStages } from "../../../../server/cube/query-stages.ts";

/** Stages on a clock of their own, told as Cube tells its log. */
function queue() {
  let time = 1_000;
  const stages = new QueryStages(() => time);
  const parameters = (query: string, more: Record<string, unknown> = {}) => ({
    queryKey: [query, []],
    queuePrefix: "SQL_QUERY_STANDALONE_default",
    ...more,
  });
  return {
    stageOf: (request: string) => stages.stageOf(`${request}-span-2`),
    pass: (milliseconds: number) => (time += milliseconds),
    waits: (
      query: string,
      request: string,
      more: Record<string, unknown> = {},
    ) =>
      stages.note(
        "Waiting for query",
        parameters(query, { requestId: `${request}-span-1`, ...more }),
      ),
    runs: (query: string) => stages.note("Performing query", parameters(query)),
    ends: (query: string) =>
      stages.note("Performing query completed", parameters(query)),
  };
}

describe("QueryStages", () => {
  it("says the place in the queue, and then how long the query has run", () => {
    const { stageOf, pass, waits, runs } = queue();
    waits("a", "anna", { queueIndex: 2, active: false });
    expect(stageOf("anna")).toEqual({ stage: "#3 in queue" });
    runs("a");
    pass(4_000);
    expect(stageOf("anna")).toEqual({
      stage: "Executing query",
      timeElapsed: 4_000,
    });
  });

  it("counts from the first start when several wait for one query", () => {
    const { stageOf, pass, waits, runs } = queue();
    runs("a");
    pass(1_000);
    waits("a", "ben", { queueIndex: -1, active: true });
    pass(1_000);
    expect(stageOf("ben")?.timeElapsed).toBe(2_000);
  });

  it("names a pre-aggregation that is being built", () => {
    const { stageOf, waits } = queue();
    waits("a", "anna", {
      queueIndex: 0,
      queuePrefix: "SQL_PRE_AGGREGATIONS_STANDALONE_default",
    });
    expect(stageOf("anna")?.stage).toBe(
      "Building pre-aggregation: #1 in queue",
    );
  });

  it("knows nothing of a query that has ended, nor of strangers", () => {
    const { stageOf, waits, ends } = queue();
    waits("a", "anna", { queueIndex: 0 });
    ends("a");
    expect(stageOf("anna")).toBeUndefined();
    expect(stageOf("zoe")).toBeUndefined();
  });
});

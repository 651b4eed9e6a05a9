import { describe, expect, it } from "vitest";
import { Underway } from "../../../../web/src/api/underway.ts";

/** A question whose answer comes when it is told to. */
function question(underway: Underway) {
  const abort = new AbortController();
  let answer: (text: string) => void = () => {};
  let fail: (error: Error) => void = () => {};
  let stage: (text: string) => void = () => {};
  const result = underway.run(
    abort.signal,
    (onStage) =>
      new Promise<string>((resolve, reject) => {
        answer = resolve;
        fail = reject;
        stage = onStage;
      }),
  );
  return {
    result,
    abort: () => abort.abort(),
    answer: (text: string) => answer(text),
    fail: (error: Error) => fail(error),
    stage: (text: string) => stage(text),
  };
}

describe("Underway", () => {
  it("tells of the question asked first, and of its stage", async () => {
    const underway = new Underway();
    const stages: (string | undefined)[] = [];
    underway.subscribe(() => stages.push(underway.longest()?.stage));
    const first = question(underway);
    const second = question(underway);
    second.stage("second");
    first.stage("first");
    expect(underway.longest()?.stage).toBe("first");
    first.answer("done");
    expect(await first.result).toBe("done");
    expect(underway.longest()?.stage).toBe("second");
    second.fail(new Error("tired"));
    await expect(second.result).rejects.toThrow("tired");
    expect(underway.longest()).toBeUndefined();
    expect(stages).toEqual([
      undefined,
      undefined,
      undefined,
      "first",
      "second",
      undefined,
    ]);
  });

  it("forgets a question that is aborted, whatever it says later", () => {
    const underway = new Underway();
    const asked = question(underway);
    asked.abort();
    expect(underway.longest()).toBeUndefined();
    asked.stage("still there");
    expect(underway.longest()).toBeUndefined();
  });
});

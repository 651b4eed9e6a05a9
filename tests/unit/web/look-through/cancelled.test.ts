import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  isStillCancelled,
  noteCancelled,
} from "../../../../web/src/look-through/cancelled.ts";

const KEY = ["load", "total"];

let client: QueryClient;
let observer: QueryObserver<number>;
let stop: () => void;
/** Answers the question under way, or fails it. */
let answer: (value: number | Error) => void;

beforeEach(() => {
  client = new QueryClient();
  observer = new QueryObserver<number>(client, {
    queryKey: KEY,
    retry: false,
    queryFn: () =>
      new Promise<number>((resolve, reject) => {
        answer = (value) =>
          value instanceof Error ? reject(value) : resolve(value);
      }),
  });
  stop = observer.subscribe(() => {});
});

afterEach(() => {
  stop();
  client.clear();
});

const question = () => {
  const found = client.getQueryCache().find({ queryKey: KEY });
  if (found === undefined) throw new Error("nothing was asked");
  return found;
};

async function cancel() {
  const cancelled = noteCancelled([question()]);
  await client.cancelQueries({ queryKey: KEY });
  return cancelled;
}

/** Asks it anew, as the panel's own button does. */
async function retry(value: number | Error) {
  const result = observer.refetch();
  answer(value);
  await result;
}

describe("isStillCancelled(question, cancelled)", () => {
  it("holds for a first question until it is answered", async () => {
    const cancelled = await cancel();
    expect(question().state).toMatchObject({
      status: "pending",
      fetchStatus: "idle",
    });
    expect(isStillCancelled(question(), cancelled)).toBe(true);
    await retry(1);
    expect(question().state.data).toBe(1);
    expect(isStillCancelled(question(), cancelled)).toBe(false);
  });

  it("holds while another question is shown, and ends with the answer to this one", async () => {
    answer(1);
    await expect.poll(() => question().state.data).toBe(1);
    void observer.refetch();
    const cancelled = await cancel();
    stop();
    expect(question().state.data).toBe(1);
    expect(isStillCancelled(question(), cancelled)).toBe(true);
    // Two answers within a millisecond look like one.
    const { dataUpdatedAt } = question().state;
    await expect.poll(() => Date.now()).toBeGreaterThan(dataUpdatedAt);
    stop = observer.subscribe(() => {});
    await retry(1);
    expect(isStillCancelled(question(), cancelled)).toBe(false);
  });

  it("ends with an error, which speaks for itself", async () => {
    const cancelled = await cancel();
    await retry(new Error("the server is away"));
    expect(question().state.status).toBe("error");
    expect(isStillCancelled(question(), cancelled)).toBe(false);
  });

  it("holds for no question that was not cancelled", () => {
    expect(isStillCancelled(question(), new Map())).toBe(false);
  });
});

import { onlineManager, QueryObserver } from "@tanstack/react-query";
import { afterEach, describe, expect, it } from "vitest";
import { isCancelled } from "../../../../web/src/api/is-cancelled.ts";
import { createQueryClient } from "../../../../web/src/api/query-client.ts";

const KEY = ["load"];

afterEach(() => onlineManager.setOnline(true));

function ask(queryFn: () => Promise<number>) {
  const client = createQueryClient();
  client.mount();
  const observer = new QueryObserver(client, { queryKey: KEY, queryFn });
  const stop = observer.subscribe(() => {});
  const close = () => {
    stop();
    client.unmount();
    client.clear();
  };
  return { client, observer, close };
}

describe("createQueryClient()", () => {
  it("asks also where the browser takes itself for offline", async () => {
    onlineManager.setOnline(false);
    const { observer, close } = ask(() => Promise.resolve(1));
    expect(observer.getCurrentResult().fetchStatus).toBe("fetching");
    await expect.poll(() => observer.getCurrentResult().data).toBe(1);
    close();
  });

  it("asks a failed question again when the browser is online again", async () => {
    let isAway = true;
    const { observer, close } = ask(() =>
      isAway ? Promise.reject(new Error("away")) : Promise.resolve(1),
    );
    await expect.poll(() => observer.getCurrentResult().isError).toBe(true);
    onlineManager.setOnline(false);
    isAway = false;
    onlineManager.setOnline(true);
    await expect.poll(() => observer.getCurrentResult().data).toBe(1);
    close();
  });
});

describe("isCancelled(result)", () => {
  it("is true of a question given up, no other", async () => {
    const never = new Promise<number>(() => {});
    const { client, observer, close } = ask(() => never);
    expect(isCancelled(observer.getCurrentResult())).toBe(false);
    await client.cancelQueries({ queryKey: KEY });
    expect(isCancelled(observer.getCurrentResult())).toBe(true);
    client.setQueryData(KEY, 1);
    expect(isCancelled(observer.getCurrentResult())).toBe(false);
    close();
  });

  it("is not true of one that waits for a network", () => {
    expect(isCancelled({ isPending: true, fetchStatus: "paused" })).toBe(false);
  });
});

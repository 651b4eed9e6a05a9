import { createRequire } from "node:module";
import { beforeAll, describe, expect, it } from "vitest";
import { loadCube } from "../../../../server/cube/cube-core.ts";
import { installNative } from "../../../../server/cube/native.ts";

interface Queue {
  redisHash(queryKey: unknown): string;
  addToQueue(
    queryKey: unknown,
    handler: string,
    query: object,
    priority: number,
    options: object,
  ): Promise<unknown>;
  getResultBlocking(hash: string): Promise<unknown>;
  cancelQuery(queryKey: unknown, queueId: null): Promise<unknown>;
}

interface QueueModule {
  LocalQueueDriver: new (options: object) => {
    createConnection(): Promise<Queue>;
  };
}

const QUERY = ["SELECT 1", []];

let queue: Queue;

beforeAll(async () => {
  installNative();
  loadCube();
  const require = createRequire(import.meta.url);
  const { LocalQueueDriver } =
    require("@cubejs-backend/query-orchestrator/dist/src/orchestrator/LocalQueueDriver") as QueueModule;
  const driver = new LocalQueueDriver({
    redisQueuePrefix: "test",
    continueWaitTimeout: 3600,
    heartBeatTimeout: 3600,
    concurrency: 1,
    orphanedTimeout: 3600,
  });
  queue = await driver.createConnection();
}, 60_000);

describe("Cube's queue", () => {
  it("tells all who wait for a query that is cancelled to go on waiting", async () => {
    const hash = queue.redisHash(QUERY);
    await queue.addToQueue(QUERY, "query", {}, 0, { queueId: 1 });
    const waiting = [
      queue.getResultBlocking(hash),
      queue.getResultBlocking(hash),
    ];
    expect(await queue.cancelQuery(QUERY, null)).toMatchObject({ queueId: 1 });
    // They would wait for an hour.
    expect(await Promise.all(waiting)).toEqual([null, null]);
    expect(await queue.cancelQuery(QUERY, null)).toBeUndefined();
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LaneRunner } from "../../../server/sql-api/postgres/runner.ts";
import { Slots } from "../../../server/sql-api/postgres/slots.ts";
import type { PgThread } from "../../../server/sql-api/postgres/thread.ts";
import type { Reply } from "../../../server/sql-api/postgres/thread-messages.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const SECONDS = 1000;

/** A thread that answers when it is told to. */
class FakeThread {
  alive = true;
  /** What it is at. */
  text: string | undefined;
  #settle:
    | { resolve: (reply: Reply) => void; reject: (error: Error) => void }
    | undefined;

  run({ unit }: { unit: { message: Uint8Array } }): Promise<Reply> {
    this.text = Buffer.from(unit.message).toString();
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  answer(): void {
    const tag = this.text!;
    this.text = undefined;
    this.#settle?.resolve({
      kind: "result",
      memory: 0,
      result: { tag } as Extract<Reply, { kind: "result" }>["result"],
    });
  }

  end(): Promise<void> {
    this.alive = false;
    this.text = undefined;
    this.#settle?.reject(new Error("ended"));
    return Promise.resolve();
  }
}

class Lanes {
  readonly threads: FakeThread[] = [];
  readonly runner: LaneRunner;
  /** Starts of threads that are under way. */
  readonly starts: (() => void)[] = [];

  constructor(
    count: number,
    slots = new Slots({ count, patience: 10 * SECONDS }),
  ) {
    this.runner = new LaneRunner({
      slots,
      recycleAbove: Infinity,
      start: () =>
        new Promise((resolve) =>
          this.starts.push(() => {
            const thread = new FakeThread();
            this.threads.push(thread);
            resolve(thread as unknown as PgThread);
          }),
        ),
    });
  }

  /** Of what is run now. */
  get running(): string[] {
    return this.threads.flatMap(({ text }) => text ?? []).sort();
  }

  async startAll(): Promise<void> {
    await settled();
    for (const start of this.starts.splice(0)) start();
    await settled();
  }

  ask(
    text: string,
    signal = new AbortController().signal,
    onWait?: () => () => void,
  ) {
    const build = () => ({
      kind: "query" as const,
      message: new Uint8Array(Buffer.from(text)),
    });
    const session = {
      id: 1,
      user: "ann",
      database: "d",
      settings: new Map<string, string>(),
      ...(onWait && { onWait }),
    };
    const answer = this.runner
      .run({ session, timeout: 3600 * SECONDS, signal, build }, (reply) =>
        reply.kind === "result" ? reply.result.tag : reply.kind,
      )
      .catch((error: { code: string }) => error.code);
    return answer;
  }

  answer(text: string): Promise<void> {
    this.threads.find((thread) => thread.text === text)!.answer();
    return settled();
  }
}

/** What was waiting for promises has gone on. */
const settled = async () => {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
};
const pass = async (milliseconds: number) => {
  await vi.advanceTimersByTimeAsync(milliseconds);
  await settled();
};

describe("a thread that stands ready", () => {
  it("is started when a statement takes long, though nothing waits yet", async () => {
    const lanes = new Lanes(3);
    void lanes.ask("endless");
    await lanes.startAll();
    expect(lanes.running).toEqual(["endless"]);
    await pass(1 * SECONDS);
    expect(lanes.starts).toHaveLength(1);
    await lanes.startAll();
    const answer = lanes.ask("quick");
    await settled();
    expect(lanes.running).toEqual(["endless", "quick"]);
    await lanes.answer("quick");
    expect(await answer).toBe("quick");
  });

  it("is there from the beginning where it is asked for, and where there is a place", async () => {
    const [many, one] = [new Lanes(3), new Lanes(1)];
    for (const lanes of [many, one]) {
      void lanes.ask("first");
      await lanes.startAll();
      await lanes.answer("first");
      lanes.runner.keepWarm();
      await lanes.startAll();
    }
    expect([many.threads.length, one.threads.length]).toEqual([2, 1]);
  });

  it("takes what comes after a statement that was canceled, and another takes its place", async () => {
    const lanes = new Lanes(3);
    const cancel = new AbortController();
    const canceled = lanes.ask("endless", cancel.signal);
    await lanes.startAll();
    await pass(1 * SECONDS);
    await lanes.startAll();
    cancel.abort();
    expect(await canceled).toBe("57014");
    // What is canceled may take a while to stop.
    await pass(1 * SECONDS);
    const answer = lanes.ask("next");
    await settled();
    expect(lanes.running).toEqual(["next"]);
    await lanes.answer("next");
    expect(await answer).toBe("next");
    expect(lanes.starts).toHaveLength(1);
  });
});

describe("endless statements in all threads", () => {
  async function withThree() {
    const lanes = new Lanes(3);
    const answers: Promise<string>[] = [];
    for (const text of ["a", "b", "c"]) {
      answers.push(lanes.ask(text));
      await settled();
      await lanes.startAll();
      await pass(1 * SECONDS);
      await lanes.startAll();
    }
    expect(lanes.running).toEqual(["a", "b", "c"]);
    return { lanes, answers };
  }

  it("give way to one that has not had its turn: the last of them begins again later", async () => {
    const { lanes, answers } = await withThree();
    const quick = lanes.ask("quick");
    await pass(200);
    await lanes.startAll();
    expect(lanes.running).toEqual(["a", "b", "quick"]);
    await lanes.answer("quick");
    expect(await quick).toBe("quick");
    await lanes.startAll();
    expect(lanes.running).toEqual(["a", "b", "c"]);
    for (const text of ["a", "b", "c"]) await lanes.answer(text);
    expect(await Promise.all(answers)).toEqual(["a", "b", "c"]);
  });

  it("do not interrupt each other: who was interrupted waits until others have had their time", async () => {
    const { lanes, answers } = await withThree();
    const fourth = lanes.ask("d");
    await pass(500);
    await lanes.startAll();
    expect(lanes.running).toEqual(["a", "b", "d"]);
    await pass(5 * SECONDS);
    expect(lanes.running).toEqual(["a", "b", "d"]);
    await pass(10 * SECONDS);
    expect(await answers[0]).toBe("53000");
    await lanes.startAll();
    expect(lanes.running).toContain("c");
    await lanes.runner.close();
    expect(await fourth).toBe("57P01");
  });

  it("do not give way as long as one of the threads has just begun something", async () => {
    const { lanes } = await withThree();
    await lanes.answer("c");
    void lanes.ask("young");
    await settled();
    void lanes.ask("other");
    await pass(250);
    expect(lanes.running).toEqual(["a", "b", "young"]);
    await pass(200);
    await lanes.startAll();
    expect(lanes.running).toEqual(["a", "b", "other"]);
  });

  it("give way to another database as well", async () => {
    const slots = new Slots({ count: 2, patience: 10 * SECONDS });
    const [one, other] = [new Lanes(2, slots), new Lanes(2, slots)];
    for (const text of ["a", "b"]) {
      void one.ask(text);
      await pass(1 * SECONDS);
      await one.startAll();
    }
    await pass(1 * SECONDS);
    expect(one.running).toEqual(["a", "b"]);
    const quick = other.ask("quick");
    await pass(200);
    await other.startAll();
    await other.answer("quick");
    expect(await quick).toBe("quick");
  });

  it("are not interrupted in the only thread there is, until their time is over", async () => {
    const lanes = new Lanes(1);
    const endless = lanes.ask("endless");
    await lanes.startAll();
    const quick = lanes.ask("quick");
    await pass(5 * SECONDS);
    expect(lanes.running).toEqual(["endless"]);
    await pass(6 * SECONDS);
    expect(await endless).toBe("53000");
    await lanes.startAll();
    await lanes.answer("quick");
    expect(await quick).toBe("quick");
  });
});

it("says how long a unit waits: until it is run, and again when it was interrupted", async () => {
  const lanes = new Lanes(2);
  const waits = { begun: 0, over: 0 };
  const onWait = () => {
    waits.begun++;
    let isOver = false;
    return () => {
      if (!isOver) waits.over++;
      isOver = true;
    };
  };
  void lanes.ask("first");
  await pass(1 * SECONDS);
  await lanes.startAll();
  void lanes.ask("second", undefined, onWait);
  await pass(1 * SECONDS);
  expect(waits).toEqual({ begun: 1, over: 0 });
  await lanes.startAll();
  await pass(1 * SECONDS);
  await lanes.startAll();
  expect(waits).toEqual({ begun: 1, over: 1 });
  void lanes.ask("third");
  await pass(1 * SECONDS);
  await lanes.startAll();
  expect(lanes.running).toEqual(["first", "third"]);
  expect(waits).toEqual({ begun: 2, over: 1 });
});

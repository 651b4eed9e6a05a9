import { Worker } from "node:worker_threads";
import { errorMessage } from "../../../base/errors.ts";
import type { Reply, Request, Task } from "./thread-messages.ts";

/** Milliseconds after which a thread that has not started never will. */
const START_TIMEOUT = 60_000;

/**
 * Mega-bytes. JavaScript's stack has to be larger than what Postgres takes for
 * the limit (2 MB of its own memory), or JavaScript ends Postgres before it
 * refuses what nests too deeply.
 */
const STACK_MB = 64;
const HEAP_MB = 512;

/** The thread of a base or of a database. */
export class PgThread {
  readonly #worker: Worker;
  /** How the thread ended; undefined while it lives. */
  #ended: Error | undefined;
  #waiting:
    | { resolve: (reply: Reply) => void; reject: (error: Error) => void }
    | undefined;
  #exit: () => void = () => undefined;
  readonly #exited: Promise<void>;

  private constructor(task: Task) {
    this.#exited = new Promise((resolve) => (this.#exit = resolve));
    this.#worker = new Worker(new URL("./worker.mjs", import.meta.url), {
      workerData: task,
      // Loaders of the main thread are of no use there and would be loaded twice.
      execArgv: [],
      resourceLimits: {
        stackSizeMb: STACK_MB,
        maxOldGenerationSizeMb: HEAP_MB,
      },
    });
    this.#worker.on("message", (reply: Reply) => {
      const waiting = this.#waiting;
      this.#waiting = undefined;
      waiting?.resolve(reply);
    });
    this.#worker.on("error", (error) => this.#end(error));
    this.#worker.on("exit", () => {
      this.#end(new Error("the thread of the database ended"));
      this.#exit();
    });
  }

  /**
   * Resolves with what the thread says first.
   *
   * @throws Error when it does not start
   */
  static async start(task: Task): Promise<{ thread: PgThread; first: Reply }> {
    const thread = new PgThread(task);
    const timer = setTimeout(() => {
      thread.#end(new Error(`no answer within ${START_TIMEOUT / 1000} s`));
    }, START_TIMEOUT);
    try {
      const first = await thread.#next();
      if (first.kind === "failed") throw new Error(first.message);
      if (first.kind === "broken") throw new Error(first.error.message);
      return { thread, first };
    } catch (cause) {
      await thread.end();
      throw new Error(
        `the database of the SQL API does not start: ${errorMessage(cause)}`,
        { cause },
      );
    } finally {
      clearTimeout(timer);
    }
  }

  get alive(): boolean {
    return this.#ended === undefined;
  }

  /**
   * Not before the last one has been answered. The message of the request is moved.
   *
   * @throws Error when the thread ends before it has answered
   */
  async run(request: Request): Promise<Reply> {
    if (this.#ended !== undefined) throw this.#ended;
    const reply = this.#next();
    this.#worker.postMessage(request, [request.unit.message.buffer]);
    return reply;
  }

  /** Ends the thread, whatever it is doing; it is gone when this resolves. */
  async end(): Promise<void> {
    this.#end(new Error("the thread of the database was ended"));
    await this.#worker.terminate();
    await this.#exited;
  }

  #next(): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  #end(error: Error): void {
    this.#ended ??= error;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(this.#ended);
  }
}

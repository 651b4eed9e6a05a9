import { Piscina } from "piscina";
import type { Parameters } from "../parameters.ts";
import type { ChunkSpec } from "../plan.ts";
import {
  ChunkEncoder,
  type EncodedChunk,
  type Encoding,
} from "./chunk-encoder.ts";
import type { Task, TaskResult, WorkerData } from "./worker.ts";

/** Runs of fewer chunks than this are over before worker threads are ready. */
const WORTH_THREADS = 4;

/** Chunks that may lie ready per worker: enough to never wait, little memory. */
const AHEAD_PER_WORKER = 2;

export interface PooledChunk extends EncodedChunk {
  spec: ChunkSpec;
  /** Gives the bytes back: they are overwritten from now on. */
  release(): void;
}

/**
 * Encodes chunks in worker threads. They may finish in any order and are handed
 * out in the order asked for. At most AHEAD_PER_WORKER chunks per worker exist
 * at a time beyond those not yet released, so a slow reader slows the workers
 * down instead of filling the memory.
 */
export class EncoderPool {
  readonly #parameters: Parameters;
  readonly #encoding: Encoding;
  readonly #workers: number;
  readonly #free: ArrayBuffer[] = [];
  #threads: Piscina<Task, TaskResult> | undefined;
  #inline: Promise<ChunkEncoder> | undefined;

  /**
   * Starts the threads at once when the run is worth them.
   *
   * @param chunks how many chunks will be asked for
   */
  constructor(
    parameters: Parameters,
    encoding: Encoding,
    workers: number,
    chunks = Infinity,
  ) {
    this.#parameters = parameters;
    this.#encoding = encoding;
    this.#workers = Math.min(workers, chunks);
    if (chunks < WORTH_THREADS) return;
    this.#threads = new Piscina<Task, TaskResult>({
      filename: new URL("./worker.mjs", import.meta.url).href,
      minThreads: this.#workers,
      maxThreads: this.#workers,
      workerData: {
        parameters: this.#parameters,
        encoding: this.#encoding,
      } satisfies WorkerData,
    });
  }

  async *encode(specs: Iterable<ChunkSpec>): AsyncGenerator<PooledChunk> {
    const queue: Promise<PooledChunk>[] = [];
    const ahead = this.#threads ? this.#workers * AHEAD_PER_WORKER : 1;
    const start = (spec: ChunkSpec) => {
      const made = this.#make(spec);
      // Whoever takes it from the queue sees the error; until then it must not count as unhandled.
      made.catch(() => undefined);
      queue.push(made);
    };
    const iterator = specs[Symbol.iterator]();
    for (let next = iterator.next(); ;) {
      while (!next.done && queue.length < ahead) {
        start(next.value);
        next = iterator.next();
      }
      const first = queue.shift();
      if (first === undefined) return;
      yield await first;
    }
  }

  async close(): Promise<void> {
    await this.#threads?.destroy();
  }

  async #make(spec: ChunkSpec): Promise<PooledChunk> {
    const buffer = this.#free.pop();
    const {
      buffer: moved,
      offset,
      length,
      ...sizes
    } = this.#threads === undefined
      ? await this.#makeHere(spec, buffer)
      : await this.#threads.run(
          { spec, buffer },
          { transferList: buffer ? [buffer] : [] },
        );
    return {
      ...sizes,
      spec,
      bytes: new Uint8Array(moved, offset, length),
      release: () => this.#free.push(moved),
    };
  }

  async #makeHere(
    spec: ChunkSpec,
    buffer: ArrayBuffer | undefined,
  ): Promise<TaskResult> {
    this.#inline ??= ChunkEncoder.create(this.#parameters, this.#encoding);
    const encoder = await this.#inline;
    const { bytes, ...sizes } = encoder.encode(
      spec,
      buffer && new Uint8Array(buffer),
    );
    return {
      ...sizes,
      buffer: bytes.buffer as ArrayBuffer,
      offset: bytes.byteOffset,
      length: bytes.length,
    };
  }
}

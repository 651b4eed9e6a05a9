import { move, transferableSymbol, valueSymbol, workerData } from "piscina";
import type { Parameters } from "../parameters.ts";
import type { ChunkSpec } from "../plan.ts";
import { ChunkEncoder, type Encoding } from "./chunk-encoder.ts";

/** What every worker of a pool is started with. */
export interface WorkerData {
  parameters: Parameters;
  encoding: Encoding;
}

export interface Task {
  spec: ChunkSpec;
  /** Moved to the worker and back, so that no chunk needs new memory. */
  buffer: ArrayBuffer | undefined;
}

/** The buffer of the bytes is moved, not copied: `length` bytes from `offset`. */
export interface TaskResult {
  rows: number;
  rawBytes: number;
  buffer: ArrayBuffer;
  offset: number;
  length: number;
}

const { parameters, encoding } = workerData as WorkerData;
const encoder = await ChunkEncoder.create(parameters, encoding);

/** Runs in a worker thread of {@link EncoderPool}. */
export default function encode({ spec, buffer }: Task): unknown {
  const { rows, rawBytes, bytes } = encoder.encode(
    spec,
    buffer && new Uint8Array(buffer),
  );
  // Small results of zlib share a slab with other buffers and cannot be moved.
  const own =
    bytes.byteLength === bytes.buffer.byteLength ||
    encoding.compression === "none"
      ? bytes
      : bytes.slice();
  const result: TaskResult = {
    rows,
    rawBytes,
    buffer: own.buffer as ArrayBuffer,
    offset: own.byteOffset,
    length: own.length,
  };
  return move({
    [transferableSymbol]: [result.buffer],
    [valueSymbol]: result,
  });
}

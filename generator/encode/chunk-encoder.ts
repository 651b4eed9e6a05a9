import { ChunkFiller } from "../fill.ts";
import type { Parameters } from "../parameters.ts";
import type { ChunkSpec } from "../plan.ts";
import { prepareRun } from "../run.ts";
import { CsvEncoder } from "../sinks/csv.ts";
import { NativeEncoder } from "../sinks/native.ts";
import {
  type Compression,
  type Compressor,
  compressor,
} from "./compression.ts";

export interface Encoding {
  format: "csv" | "native";
  compression: Compression;
}

/** A chunk as bytes. */
export interface EncodedChunk {
  rows: number;
  /** Size before compression. */
  rawBytes: number;
  bytes: Uint8Array;
}

/** Makes chunks of one run and turns them into bytes. */
export class ChunkEncoder {
  readonly #filler: ChunkFiller;
  readonly #format: CsvEncoder | NativeEncoder;
  readonly #compress: Compressor | undefined;
  /** Holds what is compressed; never leaves. */
  #raw: Uint8Array | undefined;

  private constructor(
    parameters: Parameters,
    { format }: Encoding,
    compress: Compressor | undefined,
  ) {
    const run = prepareRun(parameters);
    this.#filler = new ChunkFiller(run);
    this.#format =
      format === "csv"
        ? new CsvEncoder(run.dictionaries)
        : new NativeEncoder(run.dictionaries);
    this.#compress = compress;
  }

  static async create(
    parameters: Parameters,
    encoding: Encoding,
  ): Promise<ChunkEncoder> {
    const compress = await compressor(encoding.compression);
    return new ChunkEncoder(parameters, encoding, compress);
  }

  /** The bytes lie in `into` when it is large enough and nothing is compressed. */
  encode(spec: ChunkSpec, into?: Uint8Array): EncodedChunk {
    const chunk = this.#filler.fill(spec);
    if (this.#compress === undefined) {
      const bytes = this.#format.encode(chunk, into);
      return { rows: chunk.rows, rawBytes: bytes.length, bytes };
    }
    const raw = this.#format.encode(chunk, this.#raw);
    this.#raw = new Uint8Array(raw.buffer);
    const bytes = this.#compress(raw);
    return { rows: chunk.rows, rawBytes: raw.length, bytes };
  }
}

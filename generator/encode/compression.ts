import { constants, gzipSync } from "node:zlib";
import { compress, init } from "@bokuweb/zstd-wasm";

/** The fastest levels: 3 to 4 times smaller, and higher ones gain a tenth. */
const ZSTD_LEVEL = 1;
const GZIP_LEVEL = constants.Z_BEST_SPEED;

export type Compression = "none" | "gzip" | "zstd";

/** Whole bytes → whole compressed bytes. Results may follow each other in one file. */
export type Compressor = (bytes: Uint8Array) => Uint8Array;

/** gzip members and zstd frames may be concatenated: RFC 1952 2.2, RFC 8878 3.1. */
export async function compressor(
  compression: Compression,
): Promise<Compressor | undefined> {
  switch (compression) {
    case "none":
      return undefined;
    case "gzip":
      return (bytes) => gzipSync(bytes, { level: GZIP_LEVEL });
    case "zstd":
      await init();
      return (bytes) => compress(bytes, ZSTD_LEVEL);
  }
}

const BY_SUFFIX: Record<string, Compression> = {
  ".gz": "gzip",
  ".zst": "zstd",
};

/** What the name of a file asks for. */
export const compressionOf = (path: string): Compression =>
  Object.entries(BY_SUFFIX).find(([suffix]) => path.endsWith(suffix))?.[1] ??
  "none";

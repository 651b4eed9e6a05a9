import type { PGlite } from "@electric-sql/pglite";

/** The part of WebAssembly used here: TypeScript has its types for browsers only. */
interface WebAssemblyApi {
  compile: (bytes: Uint8Array) => Promise<WebAssembly.Module>;
  /** Sizes in pages of 64 KiB. */
  Memory: new (size: { initial: number; maximum: number }) => object;
}

export const { compile, Memory } = (
  globalThis as unknown as { WebAssembly: WebAssemblyApi }
).WebAssembly;

/** The part of Emscripten's file system used here: https://emscripten.org/docs/api_reference/Filesystem-API.html */
export interface Files {
  mkdirTree(path: string, mode: number): void;
  mkdir(path: string, mode: number): void;
  writeFile(path: string, content: Uint8Array, options: { mode: number }): void;
  readFile(path: string): Uint8Array;
  readdir(path: string): string[];
  stat(path: string): { mode: number };
  isDir(mode: number): boolean;
}

export interface PostgresModule {
  FS: Files;
  HEAPU8: Uint8Array;
  _PostgresMainLoopOnce: () => void;
}

export const moduleOf = (pglite: PGlite): PostgresModule =>
  (pglite as unknown as { Module: PostgresModule }).Module;

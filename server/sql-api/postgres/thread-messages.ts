import type { Column } from "../result.ts";
import type { Snapshot } from "./snapshot.ts";

/** What is said between the main thread and the thread of a database. */

export interface ErrorFields {
  code: string;
  message: string;
  detail?: string | undefined;
  hint?: string | undefined;
  position?: number | undefined;
}

/** What a thread is started with: to make the base of all databases, or to be one. */
export type Task =
  | { kind: "base"; wasm: WebAssembly.Module }
  | {
      kind: "database";
      base: Snapshot;
      wasm: WebAssembly.Module;
      ddl: string;
      /** Bytes of memory that Postgres may have. */
      maxMemory: number;
      /** Bytes of an answer. */
      maxResult: number;
    };

/** Whose name and settings hold from now on. */
export interface SessionSwitch {
  user: string;
  database: string;
  settings: ReadonlyMap<string, string>;
}

/** One at a time. `message` is moved, not copied. */
export interface Request {
  switchTo: SessionSwitch | undefined;
  unit:
    | { kind: "describe" | "query"; message: Uint8Array<ArrayBuffer> }
    /** A SET, after which the session of the thread is nobody's. */
    | { kind: "set"; message: Uint8Array<ArrayBuffer> };
}

export interface UnitResult {
  parameterOids: number[];
  columns: Column[] | undefined;
  rows: Uint8Array<ArrayBuffer>;
  ends: Uint32Array<ArrayBuffer>;
  tag: string;
  notices: Uint8Array[];
  parameters: [name: string, value: string][];
}

/** A setting after a SET: name as SHOW knows it, value, whether SET has set it. */
export type SettingRow = [name: string, value: string | null, isSet: string];

export type Reply =
  /** The base of all databases. */
  | { kind: "base"; base: Snapshot }
  | { kind: "ready" }
  /** No database came to be; the thread ends. */
  | { kind: "failed"; message: string }
  | { kind: "result"; memory: number; result: UnitResult }
  | {
      kind: "settings";
      memory: number;
      before: SettingRow[];
      after: SettingRow[];
    }
  | { kind: "error"; memory: number; error: ErrorFields }
  /** The same, but nothing can be run here any more: the thread ends. */
  | { kind: "broken"; error: ErrorFields };

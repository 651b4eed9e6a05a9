import { MemoryFS, PGlite } from "@electric-sql/pglite";
import { type Answer, readAnswers } from "./backend.ts";
import { CONFIGURATION, INITDB_OPTIONS } from "./configuration.ts";
import { type Files, Memory, moduleOf } from "./emscripten.ts";
import type { Snapshot, SnapshotFile } from "./snapshot.ts";

const DATA = "/pglite/data";
const PAGE = 64 * 1024;
/** What PGlite needs to start: its module declares as much. */
const INITIAL_MEMORY = 128 * 1024 * 1024;

/** PGlite sets a search path, which is not the one that clients expect. */
const START_PARAMETERS = PGlite.defaultStartParams.filter(
  (parameter, place, all) =>
    !(parameter === "-c" && all[place + 1]?.startsWith("search_path=")) &&
    !parameter.startsWith("search_path="),
);

/** Starts from a snapshot, in memory that has an end. */
class SnapshotFS extends MemoryFS {
  readonly #snapshot: Snapshot;
  readonly #maxMemory: number;

  constructor(snapshot: Snapshot, maxMemory: number) {
    super();
    this.#snapshot = snapshot;
    this.#maxMemory = maxMemory;
  }

  override async init(...args: Parameters<MemoryFS["init"]>) {
    const { emscriptenOpts } = await super.init(...args);
    // Beyond its maximum, allocations fail and Postgres reports 53200.
    const wasmMemory = new Memory({
      initial: INITIAL_MEMORY / PAGE,
      maximum: Math.max(INITIAL_MEMORY, this.#maxMemory) / PAGE,
    });
    return { emscriptenOpts: { ...emscriptenOpts, wasmMemory } };
  }

  override async initialSyncFs(): Promise<void> {
    const { files, bytes } = this.#snapshot;
    const FS = moduleOf(this.pg as PGlite).FS;
    FS.mkdirTree(DATA, 0o700);
    for (const { path, mode, offset, length } of files) {
      if (length === undefined) FS.mkdir(path, mode);
      else FS.writeFile(path, new Uint8Array(bytes, offset, length), { mode });
    }
    return super.initialSyncFs();
  }
}

/** Postgres, in this thread, which it blocks while a statement runs. */
export class Engine {
  readonly #pglite: PGlite;
  readonly #maxResult: number;
  readonly #onTooLarge: () => void;
  #reply = new Uint8Array(64 * 1024);
  #length = 0;

  private constructor(
    pglite: PGlite,
    options: { maxResult: number; onTooLarge: () => void },
  ) {
    this.#pglite = pglite;
    this.#maxResult = options.maxResult;
    this.#onTooLarge = options.onTooLarge;
  }

  /** A new, empty database. */
  static async create(wasm: WebAssembly.Module): Promise<Engine> {
    const pglite = await PGlite.create({
      pgliteWasmModule: wasm,
      postgresqlconf: CONFIGURATION,
      initDbStartParams: INITDB_OPTIONS,
      startParams: START_PARAMETERS,
    });
    return new Engine(pglite, {
      maxResult: Infinity,
      onTooLarge: () => undefined,
    });
  }

  /**
   * @param options.onTooLarge an answer has more than `maxResult` bytes
   * @param options.onCrash Postgres has stopped amid a statement; must end the thread
   */
  static async open(
    snapshot: Snapshot,
    options: {
      wasm: WebAssembly.Module;
      maxMemory: number;
      maxResult: number;
      onTooLarge: () => void;
      onCrash: (cause: unknown) => void;
    },
  ): Promise<Engine> {
    const pglite = await PGlite.create({
      fs: new SnapshotFS(snapshot, options.maxMemory),
      pgliteWasmModule: options.wasm,
      startParams: START_PARAMETERS,
    });
    watchForCrashes(pglite, options.onCrash);
    return new Engine(pglite, options);
  }

  /** Bytes of memory that Postgres has; it gives none back. */
  get memory(): number {
    return moduleOf(this.#pglite).HEAPU8.length;
  }

  /** The rows of the answers are only good until the next call. */
  async run(message: Uint8Array): Promise<Answer[]> {
    this.#length = 0;
    // PGlite would otherwise parse every message itself.
    await this.#pglite.execProtocolRawStream(message, {
      syncToFs: false,
      onRawData: (bytes) => this.#receive(bytes),
    });
    return readAnswers(this.#reply.subarray(0, this.#length));
  }

  #receive(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#maxResult) {
      this.#onTooLarge();
      return;
    }
    if (length > this.#reply.length) {
      const larger = new Uint8Array(
        Math.min(2 ** Math.ceil(Math.log2(length)), this.#maxResult),
      );
      larger.set(this.#reply.subarray(0, this.#length));
      this.#reply = larger;
    }
    this.#reply.set(bytes, this.#length);
    this.#length = length;
  }

  /** The memory of the last reply, which the caller may move elsewhere. */
  takeReply(): ArrayBuffer {
    const { buffer } = this.#reply;
    this.#reply = new Uint8Array(64 * 1024);
    return buffer;
  }

  /** Shuts the database down. */
  async snapshot(): Promise<Snapshot> {
    const { FS } = moduleOf(this.#pglite);
    await this.#pglite.close();
    const files: SnapshotFile[] = [];
    const contents: Uint8Array[] = [];
    let size = 0;
    for (const { path, mode, content } of walk(FS, DATA)) {
      files.push({ path, mode, offset: size, length: content?.length });
      if (content === undefined) continue;
      contents.push(content);
      size += content.length;
    }
    const bytes = new SharedArrayBuffer(size);
    const view = new Uint8Array(bytes);
    let at = 0;
    for (const content of contents) {
      view.set(content, at);
      at += content.length;
    }
    return { files, bytes };
  }
}

interface TreeEntry {
  path: string;
  mode: number;
  /** Undefined for a folder, which comes before what it holds. */
  content: Uint8Array | undefined;
}

function* walk(FS: Files, folder: string): Generator<TreeEntry> {
  for (const name of FS.readdir(folder)) {
    if (name === "." || name === ".." || name === "postmaster.pid") continue;
    const path = `${folder}/${name}`;
    const stat = FS.stat(path);
    const mode = stat.mode & 0o777;
    if (FS.isDir(stat.mode)) {
      yield { path, mode, content: undefined };
      yield* walk(FS, path);
    } else {
      yield { path, mode, content: FS.readFile(path) };
    }
  }
}

/** How PGlite passes an ordinary error of Postgres on. */
const LONGJMP = 100;

/**
 * PGlite ignores exceptions it does not know, such as a stack or memory that
 * JavaScript found exhausted, and carries on with a Postgres that was
 * interrupted anywhere.
 */
function watchForCrashes(
  pglite: PGlite,
  onCrash: (cause: unknown) => void,
): void {
  const module = moduleOf(pglite);
  const loop = module._PostgresMainLoopOnce;
  module._PostgresMainLoopOnce = () => {
    try {
      loop();
    } catch (error) {
      if ((error as { status?: unknown } | null)?.status !== LONGJMP) {
        onCrash(error);
      }
      throw error;
    }
  };
}

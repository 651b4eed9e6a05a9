import { rm } from "node:fs/promises";
import type { Table } from "../tables.ts";
import { type Base, loadBase } from "./base.ts";
import { type Catalog, catalog } from "./catalog.ts";
import type { Database, DatabasePool } from "./database.ts";
import { closedError } from "./lane.ts";
import { LaneRunner } from "./runner.ts";
import { ShadowDatabase } from "./shadow-database.ts";
import { Slots } from "./slots.ts";
import { PgThread } from "./thread.ts";

export interface PoolOptions {
  /** Where to keep what every database starts from, so that the next process starts faster. */
  cacheFolder?: string;
  /**
   * Threads at a time, about 250 MB each: one for every database in use, and
   * another one that stands ready for when a statement takes long.
   */
  maxDatabases?: number;
  /**
   * Milliseconds after which a statement ends, 53000, when others wait and all threads
   * are taken. Quick ones do not wait for it: a statement that takes long is begun again
   * later.
   */
  patience?: number;
  /** Milliseconds of a statement; a shorter `statement_timeout` holds. */
  timeout?: number;
  /** Bytes of memory a database may have: more is an error, 53200. */
  maxMemory?: number;
  /** Bytes of memory after which the thread of a database is replaced. */
  recycleAbove?: number;
  /** Bytes of a result: more is an error, 54000. */
  maxResult?: number;
  /** Milliseconds after which a database nobody uses has its thread ended, unless it was the last one used. */
  idleTimeout?: number;
  /** What an operator should know and no client is told. */
  onProblem?: (message: string) => void;
}

const MB = 1024 * 1024;

const DEFAULTS = {
  maxDatabases: 3,
  patience: 10_000,
  timeout: 30_000,
  maxMemory: 1024 * MB,
  recycleAbove: 384 * MB,
  maxResult: 256 * MB,
  idleTimeout: 600_000,
};

/** Databases known beyond those that have a thread: forgetting one costs little. */
const MAX_KNOWN = 100;

/** A statement that reads what clients read first, so that they find it in memory. */
const FIRST_QUESTION =
  "SELECT c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid WHERE c.relname = $1";

interface Known {
  database: Database;
  runner: LaneRunner;
}

/** Databases in at most `maxDatabases` worker threads at a time. */
export class PgPool implements DatabasePool {
  readonly #options: PoolOptions & typeof DEFAULTS;
  readonly #slots: Slots;
  /** By the key of the catalog; the one asked for last is the last. */
  readonly #known = new Map<string, Known>();
  readonly #catalogs = new WeakMap<readonly Table[], Catalog>();
  readonly #runners = new Set<LaneRunner>();
  readonly #starting = new Set<Promise<unknown>>();
  readonly #trim: NodeJS.Timeout;
  #base: Promise<Base> | undefined;
  #closed = false;

  constructor(options: PoolOptions = {}) {
    this.#options = { ...DEFAULTS, ...options };
    const { idleTimeout, maxDatabases, patience } = this.#options;
    this.#slots = new Slots({ count: maxDatabases, patience });
    this.#trim = setInterval(() => {
      void this.#slots.trim(performance.now() - idleTimeout);
    }, idleTimeout / 10).unref();
  }

  database(tables: readonly Table[]): Database {
    return this.#find(tables).database;
  }

  /** Begins with what every database starts from, before there is one to start. */
  prepare(): void {
    // Whoever needs it tries again, and is told.
    this.#loadBase().catch(() => undefined);
  }

  async warmUp(tables: readonly Table[]): Promise<void> {
    const { database, runner } = this.#find(tables);
    await database.describe(
      { id: -1, user: "login", database: "postgres", settings: new Map() },
      { text: FIRST_QUESTION, parameterOids: [] },
      new AbortController().signal,
    );
    runner.keepWarm();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#trim);
    await Promise.all([...this.#runners].map((runner) => runner.close()));
    await Promise.allSettled(this.#starting);
  }

  #find(tables: readonly Table[]): Known {
    // Asked for every statement, with the same array for as long as the model is the same.
    const { key, ddl } = this.#catalogs.get(tables) ?? catalog(tables);
    this.#catalogs.set(tables, { key, ddl });
    const known = this.#known.get(key) ?? this.#create(ddl);
    this.#known.delete(key);
    this.#known.set(key, known);
    this.#forget();
    return known;
  }

  #create(ddl: string): Known {
    const runner: LaneRunner = new LaneRunner({
      slots: this.#slots,
      recycleAbove: this.#options.recycleAbove,
      start: () => {
        // It may have been forgotten since, and still be in somebody's hands.
        this.#runners.add(runner);
        return this.#track(this.#start(ddl));
      },
    });
    this.#runners.add(runner);
    const database = new ShadowDatabase(runner, this.#options.timeout);
    return { database, runner };
  }

  #forget(): void {
    for (const [key, { runner }] of this.#known) {
      if (this.#known.size <= MAX_KNOWN) return;
      if (runner.active) continue;
      this.#known.delete(key);
      this.#runners.delete(runner);
    }
  }

  async #start(ddl: string): Promise<PgThread> {
    if (this.#closed) throw closedError();
    const base = await this.#loadBase();
    try {
      const { thread } = await PgThread.start({
        kind: "database",
        base: base.snapshot,
        wasm: base.wasm,
        ddl,
        maxMemory: this.#options.maxMemory,
        maxResult: this.#options.maxResult,
      });
      return thread;
    } catch (error) {
      // What was read may be at fault, whatever its checksum: the next start makes it anew.
      if (base.cachedAt !== undefined && !this.#closed) {
        await rm(base.cachedAt, { force: true });
        this.#base = undefined;
      }
      throw error;
    }
  }

  async #loadBase(): Promise<Base> {
    const { cacheFolder, onProblem = () => undefined } = this.#options;
    this.#base ??= this.#track(loadBase(cacheFolder, onProblem));
    const base = this.#base;
    try {
      return await base;
    } catch (error) {
      if (this.#base === base) this.#base = undefined;
      throw error;
    }
  }

  /** So that closing waits for it, and no thread outlives the pool. */
  #track<T>(work: Promise<T>): Promise<T> {
    this.#starting.add(work);
    const done = () => this.#starting.delete(work);
    work.then(done, done);
    return work;
  }
}

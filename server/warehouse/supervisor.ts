import { closeSync, constants, openSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { errorMessage } from "../../base/errors.ts";
import type { ClickHouseConnection } from "../config.ts";
import {
  createRunDirectory,
  type DataDirectory,
  type RunDirectory,
} from "./data-directory.ts";
import { spawnEngine, type EngineProcess } from "./engine-process.ts";
import type { WarehouseLog } from "./log.ts";
import type { Ports } from "./ports.ts";
import { waitUntilReady } from "./readiness.ts";

/** Milliseconds before restart 1, 2, 3 …; the last one repeats. */
const BACK_OFF = [100, 500, 2000, 5000, 10_000];
/** Restarts in a row that did not succeed, after which another one would not either. */
const FAILED_STARTS = 5;
/** Milliseconds after which a run counts as good and the back-off starts anew. */
const GOOD_RUN = 60_000;
/** Milliseconds after which an engine that should end is killed; its watchdog is earlier. */
const STOP_TIMEOUT = 4000;

/** What an engine needs to start, over and over. */
export interface Engine {
  library: string;
  directory: DataDirectory;
  ports: Ports;
  /** Must be able to log in before the engine counts as ready. */
  owner: ClickHouseConnection;
  config: (run: RunDirectory) => string;
  users: (run: RunDirectory) => string;
  log: WarehouseLog;
}

/** Keeps one engine running until it is stopped. */
export class Supervisor {
  readonly run: RunDirectory;
  version = "";
  readonly #options: Engine;
  readonly #lifetime: number;
  readonly #stopping = new AbortController();
  #engine: EngineProcess | undefined;
  #startedAt = 0;
  #crashes = 0;
  #failedStarts = 0;
  #loop: Promise<void> = Promise.resolve();

  private constructor(options: Engine, run: RunDirectory) {
    this.#options = options;
    this.run = run;
    // Read and write, so that opening waits for no reader and readers never see an end.
    this.#lifetime = openSync(run.lifetime, constants.O_RDWR);
  }

  /** @throws ServiceError of `waitUntilReady`; nothing is left running then */
  static async start(options: Engine): Promise<Supervisor> {
    const run = await createRunDirectory(options.directory);
    const privately = { mode: 0o600 };
    await writeFile(run.config, options.config(run), privately);
    await writeFile(run.users, options.users(run), privately);
    const supervisor = new Supervisor(options, run);
    try {
      await supervisor.#launch();
    } catch (error) {
      await supervisor.stop();
      throw error;
    }
    supervisor.#loop = supervisor.#keepRunning();
    return supervisor;
  }

  /** Process id of the engine, undefined between a crash and the restart. */
  get pid(): number | undefined {
    return this.#engine?.running ? this.#engine.pid : undefined;
  }

  /** Ends the engine, at the latest after 4 s, and removes the run's files. */
  async stop(): Promise<void> {
    if (this.#stopping.signal.aborted) return this.#loop;
    this.#stopping.abort();
    closeSync(this.#lifetime);
    const engine = this.#engine;
    if (engine?.running) await shutDown(engine);
    await this.#loop;
    await rm(this.run.root, { recursive: true, force: true });
  }

  async #launch(): Promise<void> {
    const { library, directory, ports, owner } = this.#options;
    this.#startedAt = Date.now();
    this.#engine = spawnEngine(library, directory, this.run, ports);
    this.version = await waitUntilReady(
      this.#engine,
      owner,
      directory,
      this.run.stderr,
    );
  }

  async #keepRunning(): Promise<void> {
    const { signal } = this.#stopping;
    const { log, directory } = this.#options;
    while (!signal.aborted) {
      const ended = await this.#engine?.ended;
      if (signal.aborted) return;
      if (this.#failedStarts === FAILED_STARTS) {
        log.error(
          `the embedded ClickHouse does not start any more (${ended}): giving up after ${FAILED_STARTS} attempts; see ${directory.logs}`,
        );
        return;
      }
      if (Date.now() - this.#startedAt > GOOD_RUN) this.#crashes = 0;
      const delay = BACK_OFF[Math.min(this.#crashes++, BACK_OFF.length - 1)];
      log.warn(
        `the embedded ClickHouse ended (${ended}): restart in ${delay} ms`,
      );
      await sleep(delay, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await this.#relaunch();
    }
  }

  async #relaunch(): Promise<void> {
    try {
      await this.#launch();
      this.#failedStarts = 0;
      this.#options.log.info(
        `the embedded ClickHouse is back, pid ${this.pid}`,
      );
    } catch (error) {
      this.#failedStarts += 1;
      this.#options.log.error(errorMessage(error));
      this.#engine?.kill("SIGKILL");
    }
  }
}

/** Waits for an engine whose lifetime FIFO is closed. */
async function shutDown(engine: EngineProcess): Promise<void> {
  const timer = setTimeout(() => engine.kill("SIGKILL"), STOP_TIMEOUT);
  await engine.ended;
  clearTimeout(timer);
}

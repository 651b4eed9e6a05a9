import { type Checkpoint, writeCheckpoint } from "./checkpoint.ts";

/**
 * Saves a checkpoint without holding up the load: while one is being written,
 * only the newest of those that follow is kept for the next write.
 */
export class CheckpointWriter {
  readonly #path: string | undefined;
  readonly #interval: number;
  #asked = 0;
  #newest: Checkpoint | undefined;
  #writing: Promise<void> | undefined;
  #failure: { error: unknown } | undefined;

  /**
   * @param path undefined when no checkpoint is wanted
   * @param interval saves of which one is written
   */
  constructor(path: string | undefined, interval: number) {
    this.#path = path;
    this.#interval = interval;
  }

  /** @throws ServiceError `checkpoint-unusable` of an earlier save */
  save(checkpoint: Checkpoint): void {
    if (this.#failure) throw this.#failure.error;
    this.#asked++;
    if (this.#asked % this.#interval === 0) this.#put(checkpoint);
  }

  /** Saves whatever the interval and waits for it. @throws ServiceError */
  async flush(checkpoint: Checkpoint): Promise<void> {
    this.#put(checkpoint);
    await this.#writing;
    if (this.#failure) throw this.#failure.error;
  }

  #put(checkpoint: Checkpoint): void {
    this.#newest = checkpoint;
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
  }

  async #write(): Promise<void> {
    while (this.#newest !== undefined && this.#path !== undefined) {
      const checkpoint = this.#newest;
      this.#newest = undefined;
      try {
        await writeCheckpoint(this.#path, checkpoint);
      } catch (error) {
        this.#failure = { error };
        return;
      }
    }
  }
}

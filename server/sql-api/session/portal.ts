import type { Execution, Executor, Prepared } from "../executor.ts";
import type { Binding, Column, Notice, RowBatch } from "../result.ts";
import { SqlError } from "../sql-error.ts";
import type { Output } from "../wire/output.ts";

/** A statement with its parameters, and how far its rows were read. */
export class Portal {
  readonly prepared: Prepared;
  readonly binding: Binding;
  /** Stops the work of the statement. */
  readonly abort: AbortController;
  #execution: Execution | undefined;
  #rows: AsyncIterator<RowBatch> | undefined;
  #batch: RowBatch | undefined;
  /** The next one of the batch. */
  #row = 0;
  #ended = false;

  constructor(
    prepared: Prepared,
    binding: Binding,
    abort = new AbortController(),
  ) {
    this.prepared = prepared;
    this.binding = binding;
    this.abort = abort;
  }

  /** Known of some statements only when they run. */
  get columns(): Column[] | undefined {
    return this.#execution?.columns ?? this.prepared.columns;
  }

  get ended(): boolean {
    return this.#ended;
  }

  get started(): boolean {
    return this.#execution !== undefined;
  }

  /** Bytes of parameters and of rows that wait here. */
  get heldBytes(): number {
    const values = this.binding.values.reduce(
      (bytes, value) => bytes + (value?.length ?? 0),
      0,
    );
    return values + (this.#batch?.bytes.length ?? 0);
  }

  /** Once; then does nothing. */
  async start(executor: Executor): Promise<void> {
    if (this.#execution !== undefined) return;
    const { prepared, binding, abort } = this;
    this.#execution = await executor.execute(prepared, binding, abort.signal);
    this.#rows = this.#execution.rows[Symbol.asyncIterator]();
  }

  /**
   * Sends the next rows. As in Postgres, it is not known that there are no more
   * until one more was asked for.
   *
   * @param most 0 for all
   * @returns how many
   */
  async fetch(most: number, output: Output): Promise<number> {
    let sent = 0;
    while (!this.#ended && (most === 0 || sent < most)) {
      this.abort.signal.throwIfAborted();
      const batch = (this.#batch ??= await this.#next());
      if (batch === undefined) break;
      const left = most === 0 ? Infinity : most - sent;
      const to = Math.min(batch.ends.length, this.#row + left);
      await output.sendRows(batch, this.#row, to, this.abort.signal);
      sent += to - this.#row;
      this.#row = to;
      if (to === batch.ends.length) this.#batch = undefined;
    }
    return sent;
  }

  /** What the statement has done, after its rows. */
  completion(rows: number): { tag: string; notices: Notice[] } {
    const tag = this.#execution?.tag(rows) ?? "";
    return { tag, notices: this.#execution?.notices() ?? [] };
  }

  /** Gives up what was not read. */
  async close(): Promise<void> {
    this.#batch = undefined;
    if (this.#ended) return;
    this.#ended = true;
    this.abort.abort(new SqlError("57014", "the portal was closed"));
    await this.#rows?.return?.();
  }

  async #next(): Promise<RowBatch | undefined> {
    this.#row = 0;
    const next = await this.#rows?.next();
    if (next !== undefined && next.done !== true) return next.value;
    this.#ended = true;
    return undefined;
  }
}

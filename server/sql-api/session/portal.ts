import type { Execution, Executor, Prepared } from "../executor.ts";
import type { Binding, Column, Notice, RowBatch } from "../result.ts";
import { RowReader } from "../row-reader.ts";
import { SqlError } from "../sql-error.ts";
import type { Output } from "../wire/output.ts";

/** A statement with its parameters, and how far its rows were read. */
export class Portal {
  readonly prepared: Prepared;
  readonly binding: Binding;
  /** Stops the work of the statement. */
  readonly abort: AbortController;
  #execution: Execution | undefined;
  #rows: RowReader | undefined;
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

  /** As a client is told of its rows. */
  get described() {
    return { columns: this.columns, formats: this.binding.resultFormats };
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
    return values + (this.#rows?.heldBytes ?? 0);
  }

  /** Once; then goes on. */
  async start(executor: Executor): Promise<void> {
    if (this.#execution !== undefined) {
      this.#execution.resume?.();
      return;
    }
    const { prepared, binding, abort } = this;
    this.#execution = await executor.execute(prepared, binding, abort.signal);
    this.#rows = new RowReader(this.#execution.rows);
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
    while (most === 0 || sent < most) {
      const batch = await this.take(most === 0 ? Infinity : most - sent);
      if (batch === undefined) break;
      const rows = batch.ends.length;
      await output.sendRows(batch, 0, rows, this.abort.signal);
      sent += rows;
    }
    this.pause();
    return sent;
  }

  /** Until more rows are wanted, which `start` says. */
  pause(): void {
    if (!this.#ended) this.#execution?.pause?.();
  }

  /** The next rows, undefined at the end. It has to have been started. */
  async take(most: number): Promise<RowBatch | undefined> {
    if (this.#ended) return undefined;
    this.abort.signal.throwIfAborted();
    const batch = await this.#rows?.take(most);
    if (batch === undefined) this.#ended = true;
    return batch;
  }

  /** What the statement has done, after its rows. */
  completion(rows: number): { tag: string; notices: Notice[] } {
    const tag = this.#execution?.tag(rows) ?? "";
    return { tag, notices: this.#execution?.notices() ?? [] };
  }

  /** Gives up what was not read. */
  async close(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.abort.abort(new SqlError("57014", "the portal was closed"));
    await this.#rows?.stop();
  }
}

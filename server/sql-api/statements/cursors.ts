import type { Execution, Prepared } from "../executor.ts";
import type { Format, RowBatch } from "../result.ts";
import { RowReader } from "../row-reader.ts";
import { SqlError } from "../sql-error.ts";

/** As many as cubesql allows. */
const MAX_CURSORS = 16;

/** Begins a cursor's SELECT, which lasts until the signal: longer than one FETCH. */
export type Start = (
  formats: Format[],
  ended: AbortSignal,
) => Promise<Execution>;

interface Cursor {
  prepared: Prepared;
  hold: boolean;
  /** Not begun before the first FETCH, which says how its rows are encoded. */
  start: Start;
  ended: AbortController;
  begun: { formats: string; reader: RowReader } | undefined;
  /** Rows read so far. */
  position: number;
}

/**
 * SQL cursors of one session. They only go forward: rows are read when they are
 * fetched, so that a cursor over millions of rows takes no memory.
 */
export class Cursors {
  readonly #cursors = new Map<string, Cursor>();

  /** @throws SqlError 42P03, 54000 */
  declare(name: string, prepared: Prepared, hold: boolean, start: Start): void {
    if (this.#cursors.has(name)) {
      throw new SqlError("42P03", `cursor "${name}" already exists`);
    }
    if (this.#cursors.size >= MAX_CURSORS) {
      throw new SqlError(
        "54000",
        `a session has at most ${MAX_CURSORS} cursors`,
        { hint: "CLOSE those that are no longer needed" },
      );
    }
    this.#cursors.set(name, {
      prepared,
      hold,
      start,
      ended: new AbortController(),
      begun: undefined,
      position: 0,
    });
  }

  has(name: string): boolean {
    return this.#cursors.has(name);
  }

  /** What a FETCH gives. @throws SqlError 34000 */
  prepared(name: string): Prepared {
    return this.#get(name).prepared;
  }

  /**
   * The next rows.
   *
   * @param count Infinity for all
   * @throws SqlError 34000
   */
  async fetch(
    name: string,
    count: number,
    formats: Format[],
  ): Promise<RowBatch[]> {
    const cursor = this.#get(name);
    const reader = await begin(cursor, formats);
    const batches: RowBatch[] = [];
    for (let wanted = count; wanted > 0;) {
      const batch = await reader.take(wanted);
      if (batch === undefined) break;
      batches.push(batch);
      wanted -= batch.ends.length;
      cursor.position += batch.ends.length;
    }
    return batches;
  }

  /** @throws SqlError 34000 */
  async close(name: string): Promise<void> {
    const { begun, ended } = this.#get(name);
    this.#cursors.delete(name);
    ended.abort(new SqlError("34000", `cursor "${name}" was closed`));
    await begun?.reader.stop();
  }

  async closeAll(): Promise<void> {
    for (const name of [...this.#cursors.keys()]) await this.close(name);
  }

  /** Those WITH HOLD outlive a transaction that was committed. */
  async endTransaction(committed: boolean): Promise<void> {
    for (const [name, { hold }] of [...this.#cursors]) {
      if (!(hold && committed)) await this.close(name);
    }
  }

  #get(name: string): Cursor {
    const cursor = this.#cursors.get(name);
    if (cursor === undefined) {
      throw new SqlError("34000", `cursor "${name}" does not exist`);
    }
    return cursor;
  }
}

async function begin(cursor: Cursor, formats: Format[]): Promise<RowReader> {
  const wanted = String(formats);
  if (cursor.begun === undefined) {
    const { rows } = await cursor.start(formats, cursor.ended.signal);
    cursor.begun = { formats: wanted, reader: new RowReader(rows) };
  }
  if (cursor.begun.formats !== wanted) {
    throw new SqlError(
      "0A000",
      "a cursor's rows are all text or all binary, as first fetched",
      { hint: "fetch all of them in the same format" },
    );
  }
  return cursor.begun.reader;
}

import type { Execution, Prepared } from "../executor.ts";
import type { Column, Format } from "../result.ts";
import { RowReader } from "../row-reader.ts";
import { SqlError } from "../sql-error.ts";
import { CursorFetch } from "./cursor-fetch.ts";
import { CursorPosition, type Movement } from "./cursor-position.ts";
import { type CursorRows, ScrollRows, PassingRows } from "./cursor-rows.ts";
import type { HeldBytes } from "./held-bytes.ts";

/** What DECLARE says. */
export interface Declaration {
  prepared: Prepared;
  hold: boolean;
  scroll: boolean;
  binary: boolean;
  /** Begins the SELECT, which lasts until the signal: longer than one FETCH. */
  start(formats: Format[], ended: AbortSignal): Promise<Execution>;
}

/** Begun by the first FETCH or MOVE, which says how the rows are encoded. */
interface Begun {
  formats: Format[];
  reader: RowReader;
  rows: CursorRows;
  position: CursorPosition;
}

/** A cursor of SQL. Without SCROLL, rows are read when they are fetched and not kept. */
export class Cursor {
  readonly declaration: Declaration;
  readonly #held: HeldBytes;
  readonly #ended = new AbortController();
  #begun: Begun | undefined;
  #last: CursorFetch | undefined;

  constructor(declaration: Declaration, held: HeldBytes) {
    this.declaration = declaration;
    this.#held = held;
  }

  get columns(): Column[] | undefined {
    return this.declaration.prepared.columns;
  }

  /** How the rows come where nobody says how they shall. */
  get formats(): Format[] {
    return this.#begun?.formats ?? (this.declaration.binary ? [1] : []);
  }

  /** @throws SqlError 0A000 for another format than the one of before */
  async fetch(movement: Movement, formats: Format[]): Promise<CursorFetch> {
    const { position } = await this.#begin(formats);
    this.#last = new CursorFetch(position.move(movement), this.#held);
    return this.#last;
  }

  /** @returns the number of rows, as MOVE counts them */
  async move(movement: Movement): Promise<number> {
    const { position } = await this.#begin(this.formats);
    const { direction, count } = movement;
    if (count === 0 && direction !== "absolute") return position.onRow ? 1 : 0;
    // Back to where it is already, which takes no SCROLL.
    const rewinds = direction === "backward" && count === Infinity;
    if (rewinds && position.untouched) return 0;
    let rows = 0;
    for await (const { ends } of position.move(movement)) rows += ends.length;
    return rows;
  }

  /** @param reason what those are told who still read */
  async stop(reason: SqlError): Promise<void> {
    this.#ended.abort(reason);
    this.#begun?.rows.forget();
    await this.#begun?.reader.stop();
  }

  async #begin(formats: Format[]): Promise<Begun> {
    await this.#last?.finish();
    this.#last = undefined;
    this.#begun ??= await this.#start(formats);
    const width = this.columns?.length ?? 0;
    if (!areSame(this.#begun.formats, formats, width)) throw otherFormat();
    return this.#begun;
  }

  async #start(formats: Format[]): Promise<Begun> {
    const { declaration } = this;
    const { scroll } = declaration;
    const execution = await declaration.start(formats, this.#ended.signal);
    const reader = new RowReader(execution.rows);
    const rows = scroll
      ? new ScrollRows(reader, this.#held)
      : new PassingRows(reader);
    const position = new CursorPosition(rows, scroll);
    return { formats, reader, rows, position };
  }
}

/** None is all text, and one is for all. */
export function areSame(one: Format[], other: Format[], columns: number) {
  const at = (formats: Format[], column: number) =>
    (formats.length === 1 ? formats[0] : formats[column]) ?? 0;
  return Array.from({ length: columns }, (_, column) => column).every(
    (column) => at(one, column) === at(other, column),
  );
}

export const otherFormat = (): SqlError =>
  new SqlError(
    "0A000",
    "the rows of a cursor are all text or all binary, as first fetched",
    { hint: "fetch all of them in the same format" },
  );

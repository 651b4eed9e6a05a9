import { SqlError } from "../sql-error.ts";
import { Cursor, type Declaration } from "./cursor.ts";
import { HeldBytes } from "./held-bytes.ts";

/** As many as cubesql allows. */
const MAX_CURSORS = 16;

/** As many as a session may hold in portals. */
const MAX_HELD_BYTES = 64 * 1024 * 1024;

/** SQL cursors of one session. */
export class Cursors {
  readonly #cursors = new Map<string, Cursor>();
  readonly #held = new HeldBytes(MAX_HELD_BYTES);

  /** @throws SqlError 42P03, 54000 */
  declare(name: string, declaration: Declaration): void {
    if (this.#cursors.has(name)) throw cursorExists(name);
    if (this.#cursors.size >= MAX_CURSORS) {
      throw new SqlError(
        "54000",
        `a session has at most ${MAX_CURSORS} cursors`,
        { hint: "CLOSE those that are no longer needed" },
      );
    }
    this.#cursors.set(name, new Cursor(declaration, this.#held));
  }

  find(name: string): Cursor | undefined {
    return this.#cursors.get(name);
  }

  /** @throws SqlError 34000 */
  get(name: string): Cursor {
    const cursor = this.find(name);
    if (cursor === undefined) throw noCursor(name);
    return cursor;
  }

  /** There need not be one of that name. */
  async close(name: string): Promise<void> {
    const cursor = this.#cursors.get(name);
    this.#cursors.delete(name);
    await cursor?.stop(new SqlError("34000", `cursor "${name}" was closed`));
  }

  async closeAll(): Promise<void> {
    for (const name of [...this.#cursors.keys()]) await this.close(name);
  }

  /** Those WITH HOLD outlive a transaction that was committed. */
  async endTransaction(committed: boolean): Promise<void> {
    for (const [name, { declaration }] of [...this.#cursors]) {
      if (!(declaration.hold && committed)) await this.close(name);
    }
  }
}

export const cursorExists = (name: string): SqlError =>
  new SqlError("42P03", `cursor "${name}" already exists`, {
    hint: "CLOSE it first: cursors and portals share their names",
  });

export const noCursor = (name: string): SqlError =>
  new SqlError("34000", `cursor "${name}" does not exist`);

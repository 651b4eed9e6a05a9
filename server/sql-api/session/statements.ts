import type { Prepared } from "../executor.ts";
import { SqlError } from "../sql-error.ts";
import type { SessionLimits } from "./limits.ts";

/** The prepared statements of one session; the unnamed one has an empty name. */
export class Statements {
  readonly #named = new Map<string, Prepared>();
  #unnamed: Prepared | undefined;
  readonly #limits: SessionLimits;

  constructor(limits: SessionLimits) {
    this.#limits = limits;
  }

  /** Bytes of their texts, at two for each character. */
  get heldBytes(): number {
    let bytes = 2 * (this.#unnamed?.text.length ?? 0);
    for (const { text } of this.#named.values()) bytes += 2 * text.length;
    return bytes;
  }

  /** @throws SqlError 26000 */
  get(name: string): Prepared {
    const prepared = name === "" ? this.#unnamed : this.#named.get(name);
    if (prepared !== undefined) return prepared;
    throw new SqlError(
      "26000",
      name === ""
        ? "unnamed prepared statement does not exist"
        : `prepared statement "${name}" does not exist`,
      { hint: "prepare it again: DEALLOCATE and DISCARD ALL drop statements" },
    );
  }

  /**
   * Makes room for a statement; an unnamed one takes the place of the last.
   *
   * @throws SqlError 42P05, 53400
   */
  reserve(name: string): void {
    if (name === "") {
      this.#unnamed = undefined;
      return;
    }
    if (this.#named.has(name)) {
      throw new SqlError(
        "42P05",
        `prepared statement "${name}" already exists`,
        {
          hint: "close it first, or prepare under another name",
        },
      );
    }
    const { statements } = this.#limits;
    if (this.#named.size >= statements) {
      throw new SqlError(
        "53400",
        `a session has at most ${statements} prepared statements`,
        { hint: "close those that are no longer needed, or DEALLOCATE ALL" },
      );
    }
  }

  set(name: string, prepared: Prepared): void {
    if (name === "") this.#unnamed = prepared;
    else this.#named.set(name, prepared);
  }

  /** There need not be one of that name. */
  delete(name: string): void {
    if (name === "") this.#unnamed = undefined;
    else this.#named.delete(name);
  }

  /**
   * DEALLOCATE, which knows nothing of the unnamed one.
   *
   * @param name all when there is none
   * @returns whether there was one of that name
   */
  deallocate(name?: string): boolean {
    if (name === undefined) {
      this.#named.clear();
      return true;
    }
    return this.#named.delete(name);
  }
}

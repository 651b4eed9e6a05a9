/**
 * What `SET` has set in one session, with the rules of transactions: a rollback
 * takes back, and `SET LOCAL` ends with the transaction.
 */
export class SessionSettings {
  readonly #startup: ReadonlyMap<string, string>;
  #current: ReadonlyMap<string, string>;
  /** What holds after COMMIT and after ROLLBACK; undefined outside of a transaction. */
  #transaction:
    | { commit: Map<string, string>; rollback: ReadonlyMap<string, string> }
    | undefined;

  /** @param startup what the client asked for when it connected: RESET goes back to it */
  constructor(startup: ReadonlyMap<string, string>) {
    this.#startup = startup;
    this.#current = startup;
  }

  /** A new Map whenever something in it has changed. */
  get current(): ReadonlyMap<string, string> {
    return this.#current;
  }

  get(name: string): string | undefined {
    return this.#current.get(name.toLowerCase());
  }

  set(changes: ReadonlyMap<string, string>, local: boolean): void {
    if (changes.size === 0) return;
    this.#current = new Map([...this.#current, ...changes]);
    if (!local) {
      for (const [name, value] of changes) {
        this.#transaction?.commit.set(name, value);
      }
    }
  }

  /** Back to what the client asked for when it connected. */
  reset(name: string): void {
    const key = name.toLowerCase();
    const value = this.#startup.get(key);
    for (const map of [new Map(this.#current), this.#transaction?.commit]) {
      if (map === undefined) continue;
      if (value === undefined) map.delete(key);
      else map.set(key, value);
      if (map !== this.#transaction?.commit) this.#current = map;
    }
  }

  resetAll(): void {
    this.#current = this.#startup;
    if (this.#transaction !== undefined) {
      this.#transaction.commit = new Map(this.#startup);
    }
  }

  begin(): void {
    this.#transaction ??= {
      commit: new Map(this.#current),
      rollback: this.#current,
    };
  }

  commit(): void {
    if (this.#transaction !== undefined) {
      this.#current = this.#transaction.commit;
      this.#transaction = undefined;
    }
  }

  rollback(): void {
    if (this.#transaction !== undefined) {
      this.#current = this.#transaction.rollback;
      this.#transaction = undefined;
    }
  }
}

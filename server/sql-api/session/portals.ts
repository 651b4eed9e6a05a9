import type { Executor, OpenPortal } from "../executor.ts";
import { SqlError } from "../sql-error.ts";
import type { SessionLimits } from "./limits.ts";
import type { Portal } from "./portal.ts";

/** The portals of one session by name; the unnamed one has an empty name. */
export class Portals {
  readonly #portals = new Map<string, Portal>();
  readonly #limits: SessionLimits;
  /** Told what a portal throws as it is closed: nobody else waits for it. */
  readonly #onError: (error: unknown) => void;

  constructor(limits: SessionLimits, onError: (error: unknown) => void) {
    this.#limits = limits;
    this.#onError = onError;
  }

  get heldBytes(): number {
    let bytes = 0;
    for (const portal of this.#portals.values()) bytes += portal.heldBytes;
    return bytes;
  }

  /** @throws SqlError 34000 */
  get(name: string): Portal {
    const portal = this.find(name);
    if (portal === undefined) {
      throw new SqlError("34000", `portal "${name}" does not exist`, {
        hint: "portals end with their transaction, or at Sync outside of one",
      });
    }
    return portal;
  }

  find(name: string): Portal | undefined {
    return this.#portals.get(name);
  }

  /**
   * Makes room for a portal; an unnamed one takes the place of the last.
   *
   * @throws SqlError 42P03, 53400
   */
  async reserve(name: string): Promise<void> {
    if (name === "") await this.close("");
    if (this.#portals.has(name)) {
      throw new SqlError("42P03", `portal "${name}" already exists`, {
        hint: "close it first",
      });
    }
    const { portals } = this.#limits;
    if (this.#portals.size >= portals) {
      throw new SqlError("53400", `a session has at most ${portals} portals`, {
        hint: "close portals that are no longer needed, or end the transaction",
      });
    }
  }

  set(name: string, portal: Portal): void {
    this.#portals.set(name, portal);
  }

  /** There need not be one of that name. */
  async close(name: string): Promise<void> {
    const portal = this.#portals.get(name);
    if (portal === undefined) return;
    this.#portals.delete(name);
    await this.#end(portal);
  }

  /** CLOSE. @throws SqlError 24000 for the portal that runs it */
  async closeBut(name: string, atWork: Portal | undefined): Promise<void> {
    if (atWork !== undefined && this.find(name) === atWork) {
      throw new SqlError("24000", `cannot drop active portal "${name}"`);
    }
    await this.close(name);
  }

  /** It may have been dropped already. */
  async drop(portal: Portal): Promise<void> {
    for (const [name, candidate] of this.#portals) {
      if (candidate === portal) this.#portals.delete(name);
    }
    await this.#end(portal);
  }

  /**
   * What SQL may do with a portal.
   *
   * @param atWork the portal that runs the SQL
   */
  open(
    name: string,
    executor: Executor,
    atWork: Portal | undefined,
  ): OpenPortal | undefined {
    const portal = this.find(name);
    if (portal === undefined) return undefined;
    return {
      ...portal.described,
      take: async (most) => {
        if (portal === atWork) {
          throw new SqlError("55000", `portal "${name}" cannot be run`, {
            hint: "a statement cannot read the portal that runs it",
          });
        }
        await portal.start(executor);
        const batch = await portal.take(most);
        portal.pause();
        return batch;
      },
    };
  }

  async closeAll(except?: Portal): Promise<void> {
    for (const [name, portal] of [...this.#portals]) {
      if (portal !== except) await this.close(name);
    }
  }

  async #end(portal: Portal): Promise<void> {
    try {
      await portal.close();
    } catch (error) {
      this.#onError(error);
    }
  }
}

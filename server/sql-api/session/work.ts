import { SqlError } from "../sql-error.ts";
import type { Portal } from "./portal.ts";

/** What a session is working on, to be stopped from outside. */
export class Work {
  #abort: AbortController | undefined;
  #portal: Portal | undefined;
  /** Why the session ends. */
  #over: SqlError | undefined;

  get portal(): Portal | undefined {
    return this.#portal;
  }

  get over(): SqlError | undefined {
    return this.#over;
  }

  /** Why the statement at work was stopped. */
  get stopped(): unknown {
    const reason: unknown = this.#abort?.signal.reason;
    return reason;
  }

  /**
   * Whatever is done next can be stopped.
   *
   * @throws SqlError when the session is over
   */
  begin(abort = new AbortController(), portal?: Portal): AbortController {
    if (this.#over !== undefined) throw this.#over;
    this.#abort = abort;
    this.#portal = portal;
    return abort;
  }

  /** What fails with the work that was begun. */
  include(portal: Portal): void {
    this.#portal = portal;
  }

  done(): void {
    this.#abort = undefined;
    this.#portal = undefined;
  }

  /** Stops the statement at work, if there is one. */
  cancel(): void {
    this.#abort?.abort(
      new SqlError("57014", "canceling statement due to user request"),
    );
  }

  /** @param reason FATAL */
  end(reason: SqlError): void {
    this.#over ??= reason;
    this.#abort?.abort(reason);
  }
}

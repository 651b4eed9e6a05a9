import type { OpenCursor } from "../executor.ts";
import { SqlError } from "../sql-error.ts";
import {
  bindComplete,
  closeComplete,
  commandComplete,
  noData,
  parameterDescription,
  parseComplete,
  portalSuspended,
  rowDescription,
} from "../wire/backend.ts";
import type { Bind, Named, Parse } from "../wire/frontend.ts";
import { checkBinding } from "./binding.ts";
import { checkHeld, run, type SessionParts } from "./parts.ts";
import { Portal } from "./portal.ts";

/**
 * Messages of the extended protocol:
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY
 */
export class Extended {
  readonly #parts: SessionParts;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  async parse({ name, text, parameterOids }: Parse): Promise<void> {
    const { executor, statements, output, work } = this.#parts;
    statements.reserve(name);
    const { signal } = work.begin();
    const prepared = await executor.prepare(text, parameterOids, signal);
    statements.set(name, prepared);
    try {
      checkHeld(this.#parts);
    } catch (error) {
      statements.delete(name);
      throw error;
    }
    output.send(parseComplete);
  }

  async bind({ portal: name, statement, binding }: Bind): Promise<void> {
    const { executor, statements, portals, output, work } = this.#parts;
    const prepared = statements.get(statement);
    checkBinding(binding, prepared, statement);
    if (executor.cursor(name) !== undefined) {
      throw new SqlError("42P03", `cursor "${name}" already exists`, {
        hint: "close it first: portals and cursors share their names",
      });
    }
    await portals.reserve(name);
    const portal = new Portal(prepared, binding);
    portals.set(name, portal);
    work.include(portal);
    checkHeld(this.#parts);
    output.send(bindComplete);
  }

  describe(what: Named, name: string): void {
    const { executor, statements, portals, output } = this.#parts;
    if (what === "statement") {
      const { parameterOids, columns } = statements.get(name);
      output.send(
        parameterDescription(parameterOids),
        columns === undefined ? noData : rowDescription(columns, []),
      );
      return;
    }
    const { columns, formats } =
      executor.cursor(name) ?? portals.get(name).described;
    output.send(
      columns === undefined ? noData : rowDescription(columns, formats),
    );
  }

  async execute(name: string, maxRows: number): Promise<void> {
    const { executor, portals, work } = this.#parts;
    const cursor = executor.cursor(name);
    if (cursor !== undefined) return this.#executeCursor(cursor, maxRows);
    const portal = portals.get(name);
    work.begin(portal.abort, portal);
    if (portal.started) this.#assertNotFailed();
    if (portal.ended && portal.columns === undefined) {
      throw new SqlError("55000", `portal "${name}" cannot be run again`, {
        hint: "send Bind again",
      });
    }
    await run(this.#parts, portal, { maxRows, describe: false });
  }

  /** As `execute`, of a cursor that SQL has declared. */
  async #executeCursor(cursor: OpenCursor, maxRows: number): Promise<void> {
    const { executor, output, work } = this.#parts;
    this.#assertNotFailed();
    const binding = { values: [], formats: [], resultFormats: cursor.formats };
    const portal = new Portal(cursor.fetch(maxRows), binding, work.begin());
    work.include(portal);
    await portal.start(executor);
    const rows = await portal.fetch(0, output);
    output.send(
      rows === maxRows && maxRows > 0
        ? portalSuspended
        : commandComplete(portal.completion(rows).tag),
    );
  }

  /** What goes on is not prepared again, where the executor would refuse it. */
  #assertNotFailed(): void {
    if (this.#parts.executor.transactionStatus !== "E") return;
    throw new SqlError(
      "25P02",
      "current transaction is aborted, commands ignored until end of transaction block",
      { hint: "send ROLLBACK" },
    );
  }

  async close(what: Named, name: string): Promise<void> {
    const { executor, portals, statements, output } = this.#parts;
    if (what === "statement") statements.delete(name);
    else if (portals.find(name) !== undefined) await portals.close(name);
    else await executor.closeCursor(name);
    output.send(closeComplete);
  }
}

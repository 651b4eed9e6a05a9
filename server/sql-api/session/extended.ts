import { SqlError } from "../sql-error.ts";
import {
  bindComplete,
  closeComplete,
  noData,
  parameterDescription,
  parseComplete,
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
    const { statements, portals, output, work } = this.#parts;
    const prepared = statements.get(statement);
    checkBinding(binding, prepared, statement);
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
    const cursor =
      portals.find(name) === undefined
        ? executor.describeCursor(name)
        : undefined;
    if (cursor !== undefined) {
      output.send(rowDescription(cursor, []));
      return;
    }
    const { columns, binding } = portals.get(name);
    output.send(
      columns === undefined
        ? noData
        : rowDescription(columns, binding.resultFormats),
    );
  }

  async execute(name: string, maxRows: number): Promise<void> {
    const { executor, portals, work } = this.#parts;
    if (
      portals.find(name) === undefined &&
      executor.describeCursor(name) !== undefined
    ) {
      throw new SqlError("0A000", `Execute does not read cursor "${name}"`, {
        hint: `send FETCH … FROM "${name}" as a statement`,
      });
    }
    const portal = portals.get(name);
    work.begin(portal.abort, portal);
    if (portal.started && executor.transactionStatus === "E") {
      throw new SqlError(
        "25P02",
        "current transaction is aborted, commands ignored until end of transaction block",
        { hint: "send ROLLBACK" },
      );
    }
    if (portal.ended && portal.columns === undefined) {
      throw new SqlError("55000", `portal "${name}" cannot be run again`, {
        hint: "send Bind again",
      });
    }
    await run(this.#parts, portal, { maxRows, describe: false });
  }

  async close(what: Named, name: string): Promise<void> {
    const { executor, portals, statements, output } = this.#parts;
    if (what === "statement") statements.delete(name);
    else if (portals.find(name) !== undefined) await portals.close(name);
    else await executor.closeCursor(name);
    output.send(closeComplete);
  }
}

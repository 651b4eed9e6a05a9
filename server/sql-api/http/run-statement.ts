import { once } from "node:events";
import type { Writable } from "node:stream";
import type { CreateExecutor, Login } from "../executor.ts";
import { SqlError } from "../sql-error.ts";
import { dataLine, line, schemaLine } from "./json-lines.ts";
import { NO_NAMES } from "./no-names.ts";

const TEXT_ONLY = { values: [], formats: [], resultFormats: [] };

/**
 * Runs one statement in a session of its own and writes schema and rows as JSON
 * lines, as fast as they are read.
 *
 * @throws SqlError before anything is written; a later one is the last line
 */
export async function runStatement(
  createExecutor: CreateExecutor,
  login: Login,
  text: string,
  to: Writable,
): Promise<void> {
  const gone = new AbortController();
  const leave = () =>
    gone.abort(new SqlError("57014", "the client closed the connection"));
  to.on("close", leave);
  const executor = await createExecutor(login, NO_NAMES, gone.signal);
  try {
    const [statement, another] = executor.split(text);
    if (statement === undefined || another !== undefined) {
      throw new SqlError("42601", "the query must be one statement", {
        hint: "send one SELECT, SHOW or EXPLAIN",
      });
    }
    const prepared = await executor.prepare(statement, [], gone.signal);
    const execution = await executor.execute(prepared, TEXT_ONLY, gone.signal);
    const columns = execution.columns ?? prepared.columns ?? [];
    let begun = false;
    try {
      for await (const batch of execution.rows) {
        if (!begun) to.write(schemaLine(columns));
        begun = true;
        if (!to.write(dataLine(batch, columns)) && !gone.signal.aborted) {
          await Promise.race([once(to, "drain"), once(to, "close")]);
        }
        gone.signal.throwIfAborted();
      }
      // One line alone would be JSON, which Cube's client takes for an answer of REST.
      if (!begun) to.write(schemaLine(columns) + line({ data: [] }));
    } catch (error) {
      if (!begun || gone.signal.aborted) throw error;
      to.write(line({ error: (error as Error).message }));
    }
    to.end();
  } finally {
    to.off("close", leave);
    await executor.close();
  }
}

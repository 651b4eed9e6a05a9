import type { Client } from "../api/client.ts";
import type { ResultColumn, Row } from "./result.ts";
import { readFailure, SqlFailure } from "./sql-failure.ts";

const PATH = "/cubejs-api/v1/cubesql";

/** Asks the server as the user of the page. */
export type Send = Client["fetch"];

/** Called as the answer arrives. */
export interface RowReceiver {
  onColumns: (columns: ResultColumn[]) => void;
  onRows: (rows: Row[]) => void;
}

interface Line {
  schema?: { name: string; column_type: string }[];
  data?: Row[];
  error?: string;
}

/**
 * Runs one statement over the SQL API's HTTP twin. Aborting `signal` ends the work
 * on the server as well.
 *
 * @throws SqlFailure what the server said, also after rows; an `AbortError` when aborted
 */
export async function streamStatement(
  send: Send,
  query: string,
  receiver: RowReceiver,
  signal: AbortSignal,
): Promise<void> {
  const response = await ask(send, query, signal);
  if (!response.ok || response.body === null) {
    throw readFailure(response.status, await response.text());
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = done ? "" : (lines.pop() ?? "");
    for (const line of lines) if (line !== "") take(line, receiver);
    if (done) return;
  }
}

async function ask(
  send: Send,
  query: string,
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await send(PATH, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ query }),
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new SqlFailure("the API did not answer", {
      hint: "see that the server runs and that this page still reaches it",
    });
  }
}

function take(text: string, { onColumns, onRows }: RowReceiver): void {
  const line = parseLine(text);
  if (line.error !== undefined) throw new SqlFailure(line.error);
  if (line.schema !== undefined) {
    onColumns(
      line.schema.map(({ name, column_type }) => ({ name, type: column_type })),
    );
  }
  if (line.data !== undefined && line.data.length > 0) onRows(line.data);
}

function parseLine(text: string): Line {
  try {
    return JSON.parse(text) as Line;
  } catch {
    throw new SqlFailure("the answer broke off in the middle of a row", {
      hint: "run the statement again",
    });
  }
}

import type { LoadResponseResult } from "@cubejs-client/core";
import { ApiError, failureText } from "../../api/api-error.ts";
import { readAnswer, type Row } from "../../pivot/answer.ts";
import type { LoadAnswer } from "../../pivot/answers/answer-store.ts";
import { pacer } from "./pace.ts";

const LOAD_PATH = "/cubejs-api/v1/load";

/** Values by member, in place of rows that each name all members. */
interface Columnar {
  members: readonly string[];
  columns: readonly (readonly Row[string][])[];
}

interface Body {
  error?: string;
  /** Our API's name for a failure. */
  code?: string;
  results?: (Omit<LoadResponseResult<Row>, "data"> & { data: Columnar })[];
}

async function rowsOf(
  { members, columns }: Columnar,
  signal: AbortSignal,
): Promise<Row[]> {
  const pace = pacer(signal);
  const rows: Row[] = [];
  for (let at = 0; at < (columns[0]?.length ?? 0); at += 1) {
    const row: Row = {};
    members.forEach((member, index) => {
      row[member] = columns[index]?.[at] ?? null;
    });
    rows.push(row);
    await pace();
  }
  return rows;
}

function failure(
  { status, headers }: Response,
  { error, code }: Body,
): ApiError {
  const requestId = headers.get("x-request-id") ?? undefined;
  const details = { status, code, requestId };
  return new ApiError(failureText(error ?? "", details), details, undefined);
}

/**
 * Loads large answers: smaller to send and to parse, and not copied as a whole by
 * Cube's client, which holds the screen for more than a second per 50,000 rows.
 *
 * Rejects with an ApiError where the API refuses.
 *
 * @param fetch as the user of the page
 */
export const columnarLoad =
  (fetch: (path: string, init: RequestInit) => Promise<Response>): LoadAnswer =>
  async (query, signal) => {
    const start = performance.now();
    for (;;) {
      const response = await fetch(LOAD_PATH, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          query: { ...query, responseFormat: "columnar" },
          queryType: "multi",
        }),
        signal,
      });
      const body = (await response.json().catch(() => ({}))) as Body;
      // The server holds a request for some seconds, and then wants another.
      if (body.error?.includes("Continue wait") === true) continue;
      const [result] = body.results ?? [];
      if (!response.ok || result === undefined) {
        throw failure(response, body);
      }
      const data = await rowsOf(result.data, signal);
      return readAnswer(
        { ...result, data },
        performance.now() - start,
        Date.now(),
      );
    }
  };

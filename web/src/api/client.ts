import { CubeApi, type Query, RequestError } from "@cubejs-client/core";
import { type Answer, readAnswer, type Row } from "../pivot/answer.ts";
import { ApiError, failureText } from "./api-error.ts";
import { MeasuredTransport } from "./measured-transport.ts";

const API_URL = "/cubejs-api/v1";
const TOKEN_KEY = "lookthrough.token";

/** Kept for this tab only; empty = none, as in development. */
export const storedToken = (): string =>
  sessionStorage.getItem(TOKEN_KEY) ?? "";

export const storeToken = (token: string): void =>
  sessionStorage.setItem(TOKEN_KEY, token);

export interface Client {
  /** @param onStage told what the server is doing while it has no answer yet */
  load: (
    query: Query,
    signal: AbortSignal,
    onStage?: (stage: string) => void,
  ) => Promise<Answer>;
  meta: (signal: AbortSignal) => Promise<unknown>;
  /** The SQL that answers a query, with places for its parameters. */
  sql: (query: Query, signal: AbortSignal) => Promise<string>;
  /** Any other address of the server, as the same user. */
  fetch: (path: string, init?: RequestInit) => Promise<Response>;
}

/**
 * The methods but `fetch` reject with an ApiError.
 *
 * @param token empty = none, as in development
 * @param origin of the server; empty = the one that sent this page
 */
export function createClient(token: string, origin = ""): Client {
  const apiUrl = `${origin}${API_URL}`;
  const ask = async <T>(
    put: (api: CubeApi, transport: MeasuredTransport) => Promise<T>,
  ): Promise<T> => {
    const transport = new MeasuredTransport({ authorization: token, apiUrl });
    try {
      return await put(new CubeApi(token, { apiUrl, transport }), transport);
    } catch (error) {
      throw apiError(error, transport.transfer.requestId);
    }
  };
  return {
    load: (query, signal, onStage) =>
      ask(async (api, transport) => {
        const start = performance.now();
        const answer = await api.load(query, {
          signal,
          progressCallback: (progress) => {
            // Typed as a text, but absent where nobody knows.
            const stage: unknown = progress.stage();
            if (typeof stage === "string") onStage?.(stage);
          },
        });
        // "Mutex has been changed" is the only case of no answer, and we set none.
        const { loadResponse } = answer.serialize();
        const result = loadResponse.results[0];
        if (result === undefined) throw new Error("the API answered nothing");
        return readAnswer(
          { ...result, data: result.data as Row[] },
          performance.now() - start,
          Date.now(),
          transport.transfer,
        );
      }),
    meta: (signal) =>
      ask(async (api) => (await api.meta({ signal, onlyViews: true })).meta),
    sql: (query, signal) =>
      ask(async (api) => (await api.sql(query, { signal })).sql()),
    fetch(path, init = {}) {
      const headers = new Headers(init.headers);
      if (token !== "") headers.set("authorization", token);
      return fetch(`${origin}${path}`, { ...init, headers });
    },
  };
}

function apiError(error: unknown, requestId: string | undefined): ApiError {
  if (error instanceof RequestError) {
    const body = error.response as { code?: unknown } | undefined;
    const code = typeof body?.code === "string" ? body.code : undefined;
    const details = { status: error.status, code, requestId };
    return new ApiError(failureText(error.message, details), details, error);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new ApiError(
    `the API's answer cannot be read: ${reason}`,
    { status: undefined, code: undefined, requestId },
    error,
  );
}

/** True when a (new) token would help: the right to a member it would not bring. */
export const isForbidden = (error: unknown): boolean =>
  error instanceof ApiError &&
  (error.status === 401 || error.status === 403) &&
  error.code !== "hidden-member";

/** True when the model is no longer the one this page knows. */
export const isModelOutdated = (error: unknown): boolean =>
  error instanceof ApiError &&
  (error.code === "unknown-member" || error.code === "hidden-member");

/** What to tell the user. */
export const errorText = (error: Error): string =>
  error.message || "the API did not answer";

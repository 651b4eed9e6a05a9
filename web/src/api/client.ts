import { CubeApi, RequestError } from "@cubejs-client/core";
import { type Answer, readAnswer, type Row } from "../pivot/answer.ts";
import type { Query } from "@cubejs-client/core";

const API_URL = "/cubejs-api/v1";
const TOKEN_KEY = "lookthrough.token";

/** Kept for this tab only; empty = none, as in development. */
export const storedToken = (): string =>
  sessionStorage.getItem(TOKEN_KEY) ?? "";

export const storeToken = (token: string): void =>
  sessionStorage.setItem(TOKEN_KEY, token);

export interface Client {
  load: (query: Query, signal: AbortSignal) => Promise<Answer>;
  meta: (signal: AbortSignal) => Promise<unknown>;
  /** The SQL that answers a query, with places for its parameters. */
  sql: (query: Query, signal: AbortSignal) => Promise<string>;
  /** Any other address of the server, as the same user. */
  fetch: (path: string, init?: RequestInit) => Promise<Response>;
}

/**
 * @param token empty = none, as in development
 * @param origin of the server; empty = the one that sent this page
 */
export function createClient(token: string, origin = ""): Client {
  const api = new CubeApi(token, { apiUrl: `${origin}${API_URL}` });
  return {
    async load(query, signal) {
      const start = performance.now();
      const answer = await api.load(query, { signal });
      // "Mutex has been changed" is the only case of no answer, and we set none.
      const { loadResponse } = answer.serialize();
      const result = loadResponse.results[0];
      if (result === undefined) throw new Error("the API answered nothing");
      return readAnswer(
        { ...result, data: result.data as Row[] },
        performance.now() - start,
        Date.now(),
      );
    },
    async meta(signal) {
      return (await api.meta({ signal, onlyViews: true })).meta;
    },
    async sql(query, signal) {
      return (await api.sql(query, { signal })).sql();
    },
    fetch(path, init = {}) {
      const headers = new Headers(init.headers);
      if (token !== "") headers.set("authorization", token);
      return fetch(`${origin}${path}`, { ...init, headers });
    },
  };
}

/** True when a (new) token would help. */
export const isForbidden = (error: unknown): boolean =>
  error instanceof RequestError &&
  (error.status === 401 || error.status === 403);

/** What to tell the user; an answer without a body names its status at least. */
export const errorText = (error: Error): string =>
  error.message ||
  (error instanceof RequestError && error.status !== undefined
    ? `the API answered with status ${error.status}`
    : "the API did not answer");

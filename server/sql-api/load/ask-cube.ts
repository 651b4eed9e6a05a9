import { errorMessage } from "../../../base/errors.ts";
import type { CubeContext } from "../../cube/cube-core.ts";
import type { Columnar, TransformData } from "../../cube/query-result.ts";
import { SqlError } from "../sql-error.ts";
import {
  type Caller,
  type CubeHooks,
  type CubeResult,
  hookRequest,
} from "./cube-hooks.ts";
import type { CubeQuery } from "../translate/plan.ts";

/** Cube answers with this while a query is still at work. */
const CONTINUE_WAIT = /continue wait/i;

/** SQLSTATE by what Cube says. */
const CODES: [pattern: RegExp, code: string][] = [
  [/scope is missing|hidden member|not allowed|access denied/i, "42501"],
  [/not found for path|doesn't exist/i, "42703"],
  [/timeout|timed out/i, "57014"],
  [/memory limit/i, "53200"],
];

/** Cube's error for a client of the SQL API. */
export function fromCubeError(error: unknown): SqlError {
  if (error instanceof SqlError) return error;
  const message =
    error instanceof Error
      ? errorMessage(error)
      : String((error as { message?: unknown } | null)?.message ?? error);
  const code = CODES.find(([pattern]) => pattern.test(message))?.[1];
  return new SqlError(code ?? "XX000", message.replace(/^Error: /, ""), {
    cause: error,
  });
}

export const canceled = () =>
  new SqlError("57014", "canceling statement due to user request");

/** Settles as the promise does, or rejects with 57014 once the signal is given. */
export async function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  if (signal.aborted) throw abortReason(signal);
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(abortReason(signal));
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop!);
    // Nobody waits for it any more.
    work.catch(() => undefined);
  }
}

/** What the client is told of an abort. */
export const abortReason = ({ reason }: AbortSignal) =>
  reason instanceof SqlError ? reason : canceled();

/**
 * Calls until Cube has more to say than that it is still at work.
 *
 * @param abandon called when the signal aborts before that
 */
export async function askUntilDone<T>(
  call: () => Promise<T>,
  signal: AbortSignal,
  abandon: () => void = () => undefined,
): Promise<T> {
  for (;;) {
    try {
      return await unlessAborted(call(), signal);
    } catch (error) {
      if (signal.aborted) {
        abandon();
        throw abortReason(signal);
      }
      const sqlError = fromCubeError(error);
      // Cube itself waits some seconds before it says so.
      if (!CONTINUE_WAIT.test(sqlError.message)) throw sqlError;
    }
  }
}

/** Lets Cube end the queries of a caller who no longer waits. */
export function abandon(
  hooks: CubeHooks,
  { requestId, session }: Caller,
): void {
  const securityContext = Object(
    session.securityContext,
  ) as CubeContext["securityContext"];
  hooks.abandon?.({ requestId, securityContext });
}

/** Rows of a query by column, in the order of its keys. */
export interface CubeRows {
  /** Cube's name of each column: `view.member`, or with a granularity at its end. */
  keys: string[];
  columns: unknown[][];
  rowCount: number;
  lastRefreshTime: string | undefined;
  usedPreAggregations: Record<string, unknown>;
}

/**
 * Asks Cube and waits for the answer.
 *
 * @throws SqlError
 */
export async function askCube(
  hooks: CubeHooks,
  caller: Caller,
  query: CubeQuery,
  signal: AbortSignal,
): Promise<CubeRows> {
  const answer = (await askUntilDone(
    () =>
      Promise.resolve(
        hooks.sqlApiLoad({
          request: hookRequest(caller),
          session: caller.session,
          query,
          queryKey: undefined,
          sqlQuery: undefined,
          streaming: false,
          cacheMode: caller.cacheMode,
        }),
      ),
    signal,
    () => abandon(hooks, caller),
  )) as { getResults(): CubeResult[] };
  const [result] = answer.getResults();
  const [raw] = result!.getRawData();
  const [transform] = result!.getTransformData();
  const [root] = result!.getRootResultObject();
  // The native extension hands over JSON, our replacement the columns themselves.
  const { members, columns } = (
    Buffer.isBuffer(raw) ? JSON.parse(raw.toString()) : raw
  ) as Columnar;
  return {
    keys: members.map((alias) => keyOf(alias, transform!)),
    columns,
    rowCount: columns[0]?.length ?? 0,
    lastRefreshTime: root?.lastRefreshTime,
    usedPreAggregations: root?.usedPreAggregations ?? {},
  };
}

const keyOf = (alias: string, { aliasToMemberNameMap }: TransformData) =>
  aliasToMemberNameMap[alias] ?? alias;

import { SqlError } from "../sql-error.ts";
import type { CubeQuery } from "../translate/plan.ts";
import {
  abandon,
  abortReason,
  askUntilDone,
  fromCubeError,
} from "./ask-cube.ts";
import { type Caller, type CubeHooks, hookRequest } from "./cube-hooks.ts";
import { StreamPlaces } from "./stream-places.ts";

/** Rows that came together. */
export interface StreamedRows {
  count: number;
  /** By the place of the column's key among those that were asked for. */
  value: (row: number, column: number) => unknown;
}

/** A chunk of `TradeDriver.stream` in cube.js; without our driver it is a row. */
type Chunk = Record<string, unknown>;

interface BatchColumn {
  batch: { rows: unknown[][]; taken(): void };
  index: number;
  /** Undefined where the value is text as it is. */
  convert: ((value: unknown) => unknown) | null;
}

/** Tells our driver that rows may come by the batch. */
const TAKES_BATCHES = "-span-batches";

/** Cube's stream: ends itself when nobody has read from it for minutes. */
interface CubeStream extends AsyncIterable<Chunk> {
  destroy(error?: Error): void;
  /** Begins those minutes anew. */
  debounce?(): void;
}

const places = new StreamPlaces();

/** More rows than there are. */
const NO_LIMIT = 1e15;

/** Milliseconds in which Cube has surely forgotten a stream that was ended. */
const FORGOTTEN_MS = 2000;

/**
 * Limits of running streams. Cube hands the same stream to whoever asks the same, and
 * each would get some of the rows: no two may have the same limit.
 */
const limits = new Set<number>();

function reserveLimit(wanted: number): number {
  let limit = wanted;
  while (limits.has(limit)) limit++;
  limits.add(limit);
  return limit;
}

const releaseLimit = (limit: number) =>
  void setTimeout(() => limits.delete(limit), FORGOTTEN_MS).unref();

/**
 * All rows of a query, or as many as its limit says, as fast as they are read. Given
 * up before their end, or when the signal aborts, the query is stopped.
 *
 * @param keys Cube's names of the columns that are wanted
 * @param asText which of them are wanted as text, whatever they are in ClickHouse
 * @throws SqlError, also while rows are read
 */
export async function* streamCube(
  hooks: CubeHooks,
  caller: Caller,
  query: CubeQuery,
  { keys, asText }: { keys: readonly string[]; asText: readonly boolean[] },
  signal: AbortSignal,
): AsyncGenerator<StreamedRows> {
  await places.take(signal);
  const wanted = query.limit ?? NO_LIMIT;
  const limit = reserveLimit(wanted);
  let stream: CubeStream | undefined;
  const stop = () => stream?.destroy(abortReason(signal));
  try {
    stream = await openStream(hooks, caller, { ...query, limit }, signal);
    signal.addEventListener("abort", stop, { once: true });
    let left = wanted;
    for await (const chunk of stream) {
      const { rows, taken } = readChunk(chunk, keys, asText);
      yield rows.count > left ? { ...rows, count: left } : rows;
      taken();
      stream.debounce?.();
      left -= rows.count;
      if (left <= 0) return;
    }
  } catch (error) {
    if (signal.aborted) throw abortReason(signal);
    throw fromStreamError(error);
  } finally {
    signal.removeEventListener("abort", stop);
    releaseLimit(limit);
    places.give();
    stream?.destroy();
  }
}

async function openStream(
  hooks: CubeHooks,
  caller: Caller,
  query: CubeQuery,
  signal: AbortSignal,
): Promise<CubeStream> {
  const request = hookRequest({
    ...caller,
    requestId: `${caller.requestId}${TAKES_BATCHES}`,
  });
  const answer = (await askUntilDone(
    () =>
      Promise.resolve(
        hooks.sqlApiLoad({
          request,
          session: caller.session,
          query,
          queryKey: undefined,
          sqlQuery: undefined,
          streaming: true,
          cacheMode: caller.cacheMode,
        }),
      ),
    signal,
    () => abandon(hooks, caller),
  )) as { stream: CubeStream };
  return answer.stream;
}

function readChunk(
  chunk: Chunk,
  keys: readonly string[],
  asText: readonly boolean[],
): { rows: StreamedRows; taken: () => void } {
  const first = keys.map((key) => chunk[key]).find(isBatchColumn);
  if (first === undefined) {
    const value = (_row: number, column: number) => chunk[keys[column]!];
    return { rows: { count: 1, value }, taken: () => undefined };
  }
  const { batch } = first;
  const columns = keys.map((key) => chunk[key] as BatchColumn);
  const places = columns.map(({ index }) => index);
  const converters = columns.map(({ convert }, column) =>
    asText[column] === true ? convert : null,
  );
  return {
    rows: {
      count: batch.rows.length,
      value(row, column) {
        const value = batch.rows[row]![places[column]!];
        const convert = converters[column];
        return convert == null ? value : convert(value);
      },
    },
    taken: () => batch.taken(),
  };
}

const isBatchColumn = (value: unknown): value is BatchColumn =>
  typeof value === "object" && value !== null && "batch" in value;

/** A connection that was closed, or QUERY_WAS_CANCELLED of ClickHouse. */
const BROKEN_OFF = new Set<unknown>(["ECONNRESET", "394"]);

function fromStreamError(cause: unknown): SqlError {
  const { code } = Object(cause) as { code?: unknown };
  if (code === "ERR_STREAM_PREMATURE_CLOSE") {
    return new SqlError("57014", "the rows were not read for too long", {
      hint: "read them without pauses of minutes, or fewer at a time with LIMIT and OFFSET",
      cause,
    });
  }
  if (BROKEN_OFF.has(code)) {
    return new SqlError("58030", "the warehouse broke off the rows", {
      hint: "it was stopped, or the query was: run the statement again",
      cause,
    });
  }
  return fromCubeError(cause);
}

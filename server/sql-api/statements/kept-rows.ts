import {
  allowsKept,
  AnswerCache,
  type AnswerCacheOptions,
  type Asked,
  claimsKey,
} from "../../cube/answer-cache.ts";
import type { Execution } from "../executor.ts";
import type { Binding, Description, RowBatch } from "../result.ts";
import { executionOf } from "./executions.ts";
import { areReproducible } from "./reproducible.ts";
import type { Session } from "./session.ts";
import { settingsKey } from "./settings-key.ts";

/** All rows of a statement, as they are sent. */
export interface KeptRows {
  batches: readonly RowBatch[];
  bytes: number;
}

/** Larger results are read once: they are exports. */
const MAX_RESULT_BYTES = 4 * 2 ** 20;
const MAX_PARAMETER_BYTES = 64 * 1024;
const BYTES_OF_AN_END = 4;

export const rowCache = (
  options: Omit<AnswerCacheOptions<KeptRows>, "sizeOf">,
): AnswerCache<KeptRows> =>
  new AnswerCache({ ...options, sizeOf: ({ bytes }) => bytes });

/** What was answered before to the same question, or what is answered now. */
export async function keptOr(
  asked: Asked<KeptRows> | undefined,
  answer: () => Promise<Execution>,
): Promise<Execution> {
  if (asked === undefined) return answer();
  if (asked.known !== undefined) return executionOf(asked.known.batches);
  const execution = await answer();
  return { ...execution, rows: keeping(execution, (rows) => asked.keep(rows)) };
}

/** Passes the rows on, and keeps them once all have been read. */
async function* keeping(
  execution: Execution,
  keep: (rows: KeptRows) => void,
): AsyncGenerator<RowBatch> {
  const batches: RowBatch[] = [];
  let bytes = 0;
  for await (const batch of execution.rows) {
    bytes += batch.bytes.length + batch.ends.length * BYTES_OF_AN_END;
    // Copied, because they may be parts of something larger.
    if (bytes <= MAX_RESULT_BYTES) {
      batches.push({
        bytes: Buffer.from(batch.bytes),
        ends: Uint32Array.from(batch.ends),
      });
    } else batches.length = 0;
    yield batch;
  }
  if (bytes <= MAX_RESULT_BYTES && execution.notices().length === 0) {
    keep({ batches, bytes });
  }
}

/**
 * Asks for the rows of a reproducible SELECT of a session with these parameters.
 *
 * @returns undefined where they are not to be kept
 */
export async function askKept(
  session: Session,
  text: string,
  { parameterOids }: Description,
  { values, formats, resultFormats }: Binding,
  signal: AbortSignal,
): Promise<Asked<KeptRows> | undefined> {
  const { rows, cacheMode } = session.options;
  const bytes = values.reduce((sum, value) => sum + (value?.length ?? 0), 0);
  if (
    rows === undefined ||
    !allowsKept(cacheMode) ||
    bytes > MAX_PARAMETER_BYTES ||
    !areReproducible(values)
  ) {
    return undefined;
  }
  const { compilerId } = await session.tables(signal);
  const { user, database, superuser, securityContext } = session.login;
  return rows.ask(
    JSON.stringify([
      compilerId,
      claimsKey(securityContext),
      [user, superuser, database],
      settingsKey(session.settings.current),
      text,
      parameterOids,
      values.map((value) => value?.toString("base64") ?? null),
      formats,
      resultFormats,
    ]),
  );
}

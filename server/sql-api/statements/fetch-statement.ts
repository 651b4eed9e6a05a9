import type { OpenPortal, Prepared } from "../executor.ts";
import { unlessAborted } from "../load/ask-cube.ts";
import type { Format, RowBatch } from "../result.ts";
import { SqlError } from "../sql-error.ts";
import { areSame, otherFormat } from "./cursor.ts";
import { CursorPosition, type Movement } from "./cursor-position.ts";
import { forwardOnly, PassingRows } from "./cursor-rows.ts";
import { noCursor } from "./cursors.ts";
import { doneExecution, executionOf } from "./executions.ts";
import type { Session } from "./session.ts";
import type { NodeOf, Statement } from "./statement.ts";

/** `FETCH ALL` arrives as this count, as an integer of 32 bits or of 64. */
const ALL_ROWS = 2_147_483_647;

const DIRECTIONS = {
  FETCH_FORWARD: "forward",
  FETCH_BACKWARD: "backward",
  FETCH_ABSOLUTE: "absolute",
  FETCH_RELATIVE: "relative",
} as const;

/** FETCH and MOVE, of a cursor or of a portal. @throws SqlError 34000 */
export function fetchStatement(
  session: Session,
  text: string,
  { FetchStmt }: NodeOf<"FetchStmt">,
): Statement {
  const {
    portalname: name = "",
    howMany = 0,
    direction = "FETCH_FORWARD",
    ismove = false,
  } = FetchStmt;
  const number = Number(howMany);
  const movement: Movement = {
    direction: DIRECTIONS[direction],
    count: Math.abs(number) >= ALL_ROWS ? Math.sign(number) * Infinity : number,
  };
  const portal = session.names.portal(name);
  const cursor = session.cursors.find(name);
  const named = portal ?? cursor;
  if (named === undefined) throw noCursor(name);
  const statement = {
    text,
    parameterOids: [],
    columns: undefined,
    ends: false,
  };
  if (ismove) {
    return {
      ...statement,
      run: async (_, signal) => {
        const rows = await moved(session, name, movement, signal);
        return doneExecution(`MOVE ${rows}`);
      },
    };
  }
  return {
    ...statement,
    columns: named.columns,
    format: cursor?.declaration.binary === true ? 1 : undefined,
    run: ({ resultFormats }, signal) =>
      fetched(session, name, movement, resultFormats, signal),
  };
}

/** What Execute does with a cursor as its portal. @param maxRows 0 is all */
export const executeStatement = (
  session: Session,
  name: string,
  maxRows: number,
): Prepared & Statement => ({
  text: `FETCH FROM "${name}"`,
  parameterOids: [],
  columns: session.cursors.get(name).columns,
  ends: false,
  run: async ({ resultFormats }, signal) => ({
    ...(await fetched(
      session,
      name,
      { direction: "forward", count: maxRows === 0 ? Infinity : maxRows },
      resultFormats,
      signal,
    )),
    tag: (rows) => `SELECT ${rows}`,
  }),
});

async function fetched(
  session: Session,
  name: string,
  movement: Movement,
  formats: Format[],
  signal: AbortSignal,
) {
  const portal = session.names.portal(name);
  if (portal !== undefined) {
    if (!areSame(portal.formats, formats, portal.columns?.length ?? 0)) {
      throw otherFormat();
    }
    const batches: RowBatch[] = [];
    const passed = passing(portal, movement);
    await orLost(session, name, signal, gather(passed, batches));
    return {
      ...executionOf(batches),
      columns: portal.columns,
      tag: (rows: number) => `FETCH ${rows}`,
    };
  }
  const cursor = session.cursors.get(name);
  const begin = async () => {
    const fetch = await cursor.fetch(movement, formats);
    await fetch.begin();
    return fetch;
  };
  const fetch = await orLost(session, name, signal, begin());
  return {
    ...executionOf(each(session, name, signal, fetch.rows())),
    columns: cursor.columns,
    tag: (rows: number) => `FETCH ${rows}`,
  };
}

async function moved(
  session: Session,
  name: string,
  movement: Movement,
  signal: AbortSignal,
): Promise<number> {
  const portal = session.names.portal(name);
  const work =
    portal === undefined
      ? session.cursors.get(name).move(movement)
      : count(passing(portal, movement));
  return orLost(session, name, signal, work);
}

/** A portal knows the rows to come, not where it is. */
function passing(
  portal: OpenPortal,
  movement: Movement,
): AsyncGenerator<RowBatch> {
  if (movement.direction === "absolute") throw forwardOnly();
  return new CursorPosition(new PassingRows(portal), false).move(movement);
}

const MAX_GATHERED = 64 * 1024 * 1024;

/** All at once: whoever executes the portal meanwhile gets those that follow. */
async function gather(
  rows: AsyncIterable<RowBatch>,
  into: RowBatch[],
): Promise<void> {
  let bytes = 0;
  for await (const batch of rows) {
    bytes += batch.bytes.length;
    if (bytes > MAX_GATHERED) {
      throw new SqlError(
        "54000",
        `FETCH from a portal gives at most ${MAX_GATHERED} bytes of rows`,
        { hint: "fetch fewer at a time, or execute the portal" },
      );
    }
    into.push(batch);
  }
}

async function count(batches: AsyncIterable<RowBatch>): Promise<number> {
  let rows = 0;
  for await (const { ends } of batches) rows += ends.length;
  return rows;
}

async function* each(
  session: Session,
  name: string,
  signal: AbortSignal,
  rows: AsyncGenerator<RowBatch>,
): AsyncGenerator<RowBatch> {
  try {
    for (;;) {
      const next = await orLost(session, name, signal, rows.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await rows.return(undefined);
  }
}

/** Rows that were on their way are lost: what they came from cannot go on where it was. */
async function orLost<T>(
  { cursors, names }: Session,
  name: string,
  signal: AbortSignal,
  work: Promise<T>,
): Promise<T> {
  try {
    return await unlessAborted(work, signal);
  } catch (error) {
    const stays = error instanceof SqlError && STAYS.has(error.code);
    if (!stays) {
      await cursors.close(name);
      if (names.portal(name) !== undefined) await names.closePortal(name);
    }
    throw error;
  }
}

/** Refusals that come before any row is read: no SCROLL, another format. */
const STAYS = new Set(["55000", "0A000"]);

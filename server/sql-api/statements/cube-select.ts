import type { Node } from "@pgsql/types";
import type { Execution } from "../executor.ts";
import { decodeTextRows } from "../encode/decode.ts";
import { OID, typeOfOid } from "../encode/oids.ts";
import { type OutputColumn, RowEncoder } from "../encode/row-encoder.ts";
import type { Caller, CubeHooks } from "../load/cube-hooks.ts";
import {
  assertWhole,
  loadScan,
  scanQuery,
  type ScanRows,
} from "../load/load-scan.ts";
import { type StreamedRows, streamCube } from "../load/stream-cube.ts";
import type { Database, PgSession } from "../postgres/database.ts";
import type { Column, Format, RowBatch } from "../result.ts";
import { SqlError } from "../sql-error.ts";
import type { Plan, Scan } from "../translate/plan.ts";
import { translate } from "../translate/translate.ts";
import { scanRelations } from "../postgres/scan-relations.ts";
import { exactSettings } from "./exact-settings.ts";
import { executionOf, pgExecution } from "./executions.ts";
import { plainConstant } from "./plain-constant.ts";
import type { Tables } from "./visible-model.ts";

/** Rows that are encoded before anybody is asked to take them. */
const BATCH_BYTES = 64 * 1024;

export interface SelectContext {
  hooks: CubeHooks;
  caller: Caller;
  tables: Tables;
  database: Database;
  session: PgSession;
  /** Rows that one query to Cube may have; more are streamed. */
  rowLimit: number;
  signal: AbortSignal;
}

/**
 * Splits a SELECT over tables of the model.
 *
 * @param text what locations in the tree count in
 */
export function planSelect(
  select: Node,
  text: string,
  { tables, database, session, signal }: SelectContext,
): Promise<Plan> {
  // Constants are compared with what Cube has, which is written in ISO style.
  const settings = exactSettings(session.settings);
  return translate(select, {
    tables: tables.byName,
    text,
    async evaluate(expressions) {
      const times = expressions.map(plainConstant);
      if (times.every((time) => time !== undefined)) return times;
      const { rows } = await database.query(
        { ...session, settings },
        {
          text: `SELECT ${expressions.map((sql) => `(${sql})::text`).join(", ")}`,
          parameterOids: [],
        },
        { values: [], formats: [], resultFormats: [] },
        signal,
      );
      return decodeTextRows(rows)[0] ?? [];
    },
  });
}

/** Runs a SELECT over tables of the model. */
export async function runSelect(
  plan: Plan,
  columns: Column[],
  formats: Format[],
  context: SelectContext,
): Promise<Execution> {
  const forUser = withUser(context, plan);
  const [only] = plan.scans;
  if (
    plan.outer === undefined &&
    only !== undefined &&
    writesAsCube(columns, plan.output, context.session)
  ) {
    return runScan(only, plan.output, columns, formats, forUser);
  }
  const scans = await Promise.all(
    plan.scans.map((scan) => loadWhole(scan, forUser)),
  );
  const relations = scanRelations(
    plan.scans.map((scan, place) => ({
      columns: scan.columns.map(({ type }, column) => ({
        type,
        values: scans[place]!.columns[column]!,
      })),
      rowCount: scans[place]!.rowCount,
    })),
    plan.outer ?? projection(plan.output),
  );
  const asked = context.database.query(
    context.session,
    { text: relations.text, parameterOids: relations.parameterOids },
    {
      values: relations.values,
      formats: relations.formats,
      resultFormats: formats,
    },
    context.signal,
  );
  return pgExecution(await asked.catch(rethrown));
}

/** 42703, undefined_column, and 42P01, undefined_table. */
const UNDEFINED = new Set(["42703", "42P01"]);

/** All that the statement names is there, but not where its rows are looked at. */
function rethrown(error: unknown): never {
  if (!(error instanceof SqlError) || !UNDEFINED.has(error.code)) throw error;
  throw new SqlError(
    "0A000",
    "Unsupported SQL over tables of the model: a subquery with columns of the query around it",
    {
      hint: "join the subquery instead, or compare its result with the column: column IN (SELECT …)",
      cause: error,
    },
  );
}

const projection = (output: Plan["output"]) =>
  `SELECT ${output.map((column) => (column === null ? "NULL" : `c${column}`)).join(", ")} FROM _scan_0`;

function withUser(context: SelectContext, { user }: Plan): SelectContext {
  return user === undefined
    ? context
    : { ...context, caller: { ...context.caller, changeUser: user } };
}

/** Our encoders write ISO dates and shortest numbers only, and a few types. */
function writesAsCube(
  columns: Column[],
  output: Plan["output"],
  { settings }: PgSession,
): boolean {
  const digits = settings.get("extra_float_digits");
  const style = settings.get("datestyle");
  return (
    columns.every(
      ({ typeOid }, place) => output[place] === null || typeOfOid.has(typeOid),
    ) &&
    (digits === undefined || Number(digits) > 0) &&
    (style === undefined || /^iso\b/i.test(style))
  );
}

const subqueryValues = (scan: Scan, context: SelectContext) =>
  Promise.all(scan.subqueries.map(({ plan }) => loadPlan(plan, context)));

/** The first column of a plan's result, as text. */
async function loadPlan(
  plan: Plan,
  context: SelectContext,
): Promise<(string | null)[]> {
  // Described as text whatever it is: its values become those of a filter.
  const settings = exactSettings(context.session.settings);
  const asText = {
    ...plan,
    outer: plan.outer ?? projection(plan.output.slice(0, 1)),
  };
  const execution = await runSelect(asText, [], [], {
    ...context,
    session: { ...context.session, settings },
  });
  const values: (string | null)[] = [];
  for await (const batch of execution.rows) {
    for (const [value = null] of decodeTextRows(batch)) values.push(value);
  }
  return values;
}

async function loadWhole(
  scan: Scan,
  context: SelectContext,
): Promise<ScanRows> {
  const { hooks, caller, rowLimit, signal } = context;
  const query = scanQuery(scan, await subqueryValues(scan, context));
  const rows = await loadScan(hooks, caller, scan, query, rowLimit, signal);
  assertWhole(rows, rowLimit);
  return rows;
}

/** A scan whose columns are the result: encoded here, streamed when it is large. */
async function runScan(
  scan: Scan,
  output: Plan["output"],
  columns: Column[],
  formats: Format[],
  context: SelectContext,
): Promise<Execution> {
  const { hooks, caller, rowLimit, signal } = context;
  const encoder = new RowEncoder(outputColumns(columns, formats));
  const query = scanQuery(scan, await subqueryValues(scan, context));
  const unlimited = { ...query };
  if (!scan.limited) delete unlimited.limit;
  // Rows one by one are rarely asked for twice, and are many.
  if (!(query.ungrouped && (query.limit ?? Infinity) > rowLimit)) {
    const rows = await loadScan(hooks, caller, scan, query, rowLimit, signal);
    if (!rows.truncated)
      return executionOf(encodeColumns(rows, output, encoder));
  }
  const places = output.map((_, place) => place);
  const known = places.filter((place) => output[place] !== null);
  const wanted = {
    keys: known.map((place) => scan.columns[output[place]!]!.key),
    asText: known.map((place) => columns[place]!.typeOid === OID.text),
  };
  const stream = streamCube(hooks, caller, unlimited, wanted, signal);
  const streamed = places.map((place) => known.indexOf(place));
  return executionOf(encodeStream(stream, streamed, encoder));
}

const outputColumns = (columns: Column[], formats: Format[]): OutputColumn[] =>
  columns.map(({ typeOid }, place) => ({
    type: typeOfOid.get(typeOid)!,
    format: (formats.length === 1 ? formats[0] : formats[place]) ?? 0,
  }));

function* encodeColumns(
  { columns, rowCount }: ScanRows,
  output: Plan["output"],
  encoder: RowEncoder,
): Generator<RowBatch> {
  const wanted = output.map((column) =>
    column === null ? undefined : columns[column]!,
  );
  for (let row = 0; row < rowCount; row++) {
    encoder.add((column) => wanted[column]?.[row]);
    if (encoder.bytes >= BATCH_BYTES) yield encoder.take();
  }
  if (encoder.rows > 0) yield encoder.take();
}

/** @param output the column of the stream for each column of the result, -1 for NULL */
async function* encodeStream(
  stream: AsyncIterable<StreamedRows>,
  output: number[],
  encoder: RowEncoder,
): AsyncGenerator<RowBatch> {
  for await (const { count, value } of stream) {
    for (let row = 0; row < count; row++) {
      encoder.add((column) =>
        output[column]! < 0 ? null : value(row, output[column]!),
      );
    }
    if (encoder.bytes >= BATCH_BYTES) yield encoder.take();
  }
  if (encoder.rows > 0) yield encoder.take();
}

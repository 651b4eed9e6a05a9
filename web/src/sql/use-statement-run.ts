import { useCallback, useEffect, useRef, useState } from "react";
import type { PlacedStatement } from "./editor/statement-at.ts";
import type { ResultColumn, Row } from "./result.ts";
import { SqlFailure } from "./sql-failure.ts";
import { type Send, streamStatement } from "./stream.ts";

/** Rows that are shown; of more the rest can be downloaded. */
export const ROW_CAP = 10_000;

/** Milliseconds between two paints of rows that stream. */
const PAINT_INTERVAL = 100;

/** A statement and how far its answer is. */
export interface StatementRun {
  /** Another for each run. */
  id: number;
  statement: PlacedStatement;
  phase: "running" | "done" | "capped" | "cancelled" | "failed";
  columns: readonly ResultColumn[];
  rows: readonly Row[];
  /** Of the performance clock. */
  startedAt: number;
  /** From the start to the first row, and to the last that was read. */
  firstRow: number | undefined;
  milliseconds: number;
  failure: SqlFailure | undefined;
}

export interface StatementRunControl {
  run: StatementRun | undefined;
  /** Ends what runs and starts another. */
  start: (statement: PlacedStatement) => void;
  cancel: () => void;
}

/**
 * Runs statements one at a time and holds the rows of the last as they stream in.
 *
 * @param onEnd told each run as it ends, but not one that another replaces
 */
export function useStatementRun(
  send: Send,
  onEnd: (run: StatementRun) => void,
): StatementRunControl {
  const [run, setRun] = useState<StatementRun>();
  const running = useRef<AbortController>(undefined);

  useEffect(() => () => running.current?.abort("left"), []);

  const start = useCallback(
    (statement: PlacedStatement) => {
      running.current?.abort("replaced");
      const controller = new AbortController();
      running.current = controller;
      void follow(send, statement, controller, setRun).then((ended) => {
        if (ended !== undefined) onEnd(ended);
      });
    },
    [send, onEnd],
  );

  const cancel = useCallback(() => running.current?.abort("cancelled"), []);
  return { run, start, cancel };
}

let lastId = 0;

async function follow(
  send: Send,
  statement: PlacedStatement,
  controller: AbortController,
  show: (run: StatementRun) => void,
): Promise<StatementRun | undefined> {
  const startedAt = performance.now();
  const rows: Row[] = [];
  let run: StatementRun = {
    id: ++lastId,
    statement,
    phase: "running",
    columns: [],
    rows,
    startedAt,
    firstRow: undefined,
    milliseconds: 0,
    failure: undefined,
  };
  let paintedAt = startedAt;
  const paint = (change: Partial<StatementRun>) => {
    const now = performance.now();
    paintedAt = now;
    run = {
      ...run,
      ...change,
      rows: rows.slice(0, ROW_CAP),
      milliseconds: now - startedAt,
    };
    show(run);
  };
  show(run);
  try {
    await streamStatement(
      send,
      statement.text,
      {
        onColumns: (columns) => paint({ columns }),
        onRows(more) {
          for (const row of more) rows.push(row);
          if (run.firstRow === undefined) {
            paint({ firstRow: performance.now() - startedAt });
          } else if (performance.now() - paintedAt > PAINT_INTERVAL) paint({});
          if (rows.length > ROW_CAP) controller.abort("capped");
        },
      },
      controller.signal,
    );
    paint({ phase: "done" });
  } catch (error) {
    const reason: unknown = controller.signal.reason;
    if (reason === "left" || reason === "replaced") return undefined;
    if (reason === "capped" || reason === "cancelled") paint({ phase: reason });
    else paint({ phase: "failed", failure: toFailure(error) });
  }
  return run;
}

/** A connection that breaks is a TypeError of the browser's own wording. */
const toFailure = (error: unknown): SqlFailure =>
  error instanceof SqlFailure
    ? error
    : new SqlFailure("the answer broke off", {
        hint: `run the statement again (${error instanceof Error ? error.message : "unknown reason"})`,
      });

import { useCallback, useEffect, useRef, useState } from "react";
import { useClient } from "../api/client-context.ts";
import { csvHeader, csvRows } from "./delimited.ts";
import type { ResultColumn } from "./result.ts";
import { saveFile } from "../files/save-file.ts";
import { SqlFailure } from "./sql-failure.ts";
import { type Send, streamStatement } from "./stream.ts";
import type { StatementRun } from "./use-statement-run.ts";

const TYPE = "text/csv;charset=utf-8";
const NAME = "lookthrough.csv";
/** Characters that are handed to the browser as one part, which may keep it on disk. */
const PART_SIZE = 4_000_000;

export interface CsvDownload {
  /** Rows written so far; undefined when none is running. */
  rows: number | undefined;
  /** Why the last one gave no file. */
  problem: string | undefined;
  start: (run: StatementRun) => void;
  cancel: () => void;
}

/** All rows of a statement as a file; those beyond what is on screen are read again. */
export function useCsvDownload(): CsvDownload {
  const send = useClient().fetch;
  const [rows, setRows] = useState<number>();
  const [problem, setProblem] = useState<string>();
  const running = useRef<AbortController>(undefined);

  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback(
    (run: StatementRun) => {
      running.current?.abort();
      setProblem(undefined);
      if (run.phase === "done") {
        const text = csvHeader(run.columns) + csvRows(run.rows, run.columns);
        saveFile([text], TYPE, NAME);
        return;
      }
      const controller = new AbortController();
      running.current = controller;
      setRows(0);
      readAll(send, run.statement.text, setRows, controller.signal)
        .then((parts) => saveFile(parts, TYPE, NAME))
        .catch((error: unknown) => {
          if (controller.signal.aborted) return;
          setProblem(
            error instanceof SqlFailure
              ? error.message
              : "the answer broke off",
          );
        })
        .finally(() => {
          if (running.current === controller) setRows(undefined);
        });
    },
    [send],
  );

  const cancel = useCallback(() => running.current?.abort(), []);
  return { rows, problem, start, cancel };
}

async function readAll(
  send: Send,
  statement: string,
  onProgress: (rows: number) => void,
  signal: AbortSignal,
): Promise<Blob[]> {
  const parts: Blob[] = [];
  let columns: ResultColumn[] = [];
  let text = "";
  let count = 0;
  const endPart = () => {
    parts.push(new Blob([text]));
    text = "";
    onProgress(count);
  };
  await streamStatement(
    send,
    statement,
    {
      onColumns(given) {
        columns = given;
        text = csvHeader(columns);
      },
      onRows(rows) {
        text += csvRows(rows, columns);
        count += rows.length;
        if (text.length > PART_SIZE) endPart();
      },
    },
    signal,
  );
  endPart();
  return parts;
}

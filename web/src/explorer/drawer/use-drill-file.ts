import { useEffect, useRef, useState } from "react";
import { errorText } from "../../api/client.ts";
import { useClient } from "../../api/client-context.ts";
import { saveFile } from "../../files/save-file.ts";
import { drillFile } from "./drill-file.ts";
import type { Drill } from "./drill-query.ts";
import type { DrillColumn } from "./drill-text.ts";

export interface DrillFile {
  /** Rows written so far; undefined = none is being made. */
  rows: number | undefined;
  /** Why the last one was not made. */
  problem: string | undefined;
  start: (
    drill: Drill,
    names: readonly string[],
    columns: readonly DrillColumn[],
  ) => void;
  cancel: () => void;
}

/** All rows behind a cell as a file. */
export function useDrillFile(): DrillFile {
  const { load } = useClient();
  const [rows, setRows] = useState<number>();
  const [problem, setProblem] = useState<string>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const start: DrillFile["start"] = (drill, names, columns) => {
    running.current?.abort();
    const controller = new AbortController();
    const { signal } = controller;
    running.current = controller;
    setProblem(undefined);
    setRows(0);
    drillFile(drill, names, columns, load, setRows, signal)
      .then((parts) => saveFile(parts, "text/csv;charset=utf-8", "rows.csv"))
      .catch((error: unknown) => {
        if (signal.aborted) return;
        setProblem(error instanceof Error ? errorText(error) : String(error));
      })
      .finally(() => {
        if (running.current === controller) setRows(undefined);
      });
  };
  return { rows, problem, start, cancel: () => running.current?.abort() };
}

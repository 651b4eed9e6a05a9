import { useEffect, useRef, useState } from "react";
import { errorText } from "../../api/client.ts";
import { useClient } from "../../api/client-context.ts";
import { formatTime } from "../../pivot/format.ts";
import { encodeState } from "../../pivot/state/codec.ts";
import { shareLink } from "../../pivot/state/share-link.ts";
import { CSV_TYPE, type FileNotes, XLSX_TYPE } from "../../files/file-line.ts";
import { saveFile } from "../../files/save-file.ts";
import { type Explorer, useExplorer } from "../explorer-context.ts";
import { columnarLoad } from "./columnar-load.ts";
import { describeView } from "./describe-view.ts";
import { sheetHead } from "./file-table.ts";
import { csvParts } from "./file-text.ts";
import { readTable } from "./read-table.ts";

export interface ExportChoice {
  format: "csv" | "xlsx";
  levels: "open" | "all";
}

export interface Progress {
  lines: number;
  /** In all; undefined = not known. */
  of: number | undefined;
}

export interface Export {
  /** How far the file is; undefined = none is being made. */
  progress: Progress | undefined;
  /** Why the last file was not made. */
  problem: string | undefined;
  start: (choice: ExportChoice) => void;
  cancel: () => void;
}

const TYPES = { csv: CSV_TYPE, xlsx: XLSX_TYPE } as const;

/** A link to the view, or the words to find it by. */
export async function viewLink(
  { state, page }: Pick<Explorer, "state" | "page">,
  fetch: (path: string, init?: RequestInit) => Promise<Response>,
): Promise<string> {
  const search = encodeState(state);
  return page === undefined
    ? search
    : (await shareLink(search, { page, fetch })).url;
}

/** The view as a file. */
export function useExport(): Export {
  const explorer = useExplorer();
  const client = useClient();
  const [progress, setProgress] = useState<Progress>();
  const [problem, setProblem] = useState<string>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const make = async (
    { format, levels }: ExportChoice,
    signal: AbortSignal,
  ): Promise<Blob[]> => {
    const { plan, shown } = explorer;
    const link = await viewLink(explorer, client.fetch);
    const table = await readTable({
      plan,
      shown,
      levels,
      load: columnarLoad(client.fetch),
      signal,
      onLines: (lines, of) => setProgress({ lines, of }),
    });
    const notes: FileNotes = [
      ...describeView(explorer),
      ...table.notices.map((text) => ["Columns", text] as const),
      ["Made", formatTime(Date.now())],
      ["Link", link],
    ];
    if (format === "csv") return csvParts(table, notes);
    const { writeXlsx } = await import("../../files/write-xlsx.ts");
    return [await writeXlsx(sheetHead(table), table.batches, notes, signal)];
  };

  const start = (choice: ExportChoice) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setProblem(undefined);
    setProgress({ lines: 0, of: undefined });
    make(choice, controller.signal)
      .then((parts) =>
        saveFile(
          parts,
          TYPES[choice.format],
          `${explorer.view.name}.${choice.format}`,
        ),
      )
      .catch((error: unknown) => {
        if (controller.signal.aborted) return;
        setProblem(error instanceof Error ? errorText(error) : String(error));
      })
      .finally(() => {
        if (running.current === controller) setProgress(undefined);
      });
  };
  return { progress, problem, start, cancel: () => running.current?.abort() };
}

import type { FileLine, FileNotes } from "./file-line.ts";
import { startWorker } from "./start-worker.ts";
import { SHEET_ROWS, type SheetHead } from "./xlsx.ts";
import type { ToWrite, Written } from "./xlsx-worker.ts";

/** What lines are handed to. */
interface Sink {
  add: (lines: readonly FileLine[]) => void;
  finish: (notes: FileNotes) => Promise<Blob>;
}

function workerSink(worker: Worker, head: SheetHead): Sink {
  const tell = (message: ToWrite) => worker.postMessage(message);
  const file = new Promise<Blob>((resolve, reject) => {
    worker.addEventListener("error", ({ message }) =>
      reject(new Error(message || "the worker that writes it has failed")),
    );
    worker.addEventListener("message", ({ data }: MessageEvent<Written>) => {
      if (data === "ready") return;
      if ("file" in data) resolve(data.file);
      else reject(new Error(data.problem));
    });
  });
  // It may fail while lines are still being read.
  file.catch(() => {});
  tell({ head });
  return {
    add: (lines) => tell({ lines }),
    finish(notes) {
      tell({ notes });
      return file;
    },
  };
}

/** Where there is no worker the page itself writes, and stands still meanwhile. */
async function pageSink(head: SheetHead): Promise<Sink> {
  const { Workbook } = await import("./workbook.ts");
  const workbook = new Workbook(head);
  return {
    add: (lines) => workbook.add(lines),
    finish: (notes) => workbook.finish(notes),
  };
}

/**
 * A workbook of one sheet, written in a worker: the page stays responsive.
 *
 * @throws Error when it cannot be written or has more lines than Excel opens, or
 *   the reason of `signal`
 */
export async function writeXlsx(
  head: SheetHead,
  batches: AsyncIterable<readonly FileLine[]> | Iterable<readonly FileLine[]>,
  notes: FileNotes,
  signal: AbortSignal,
): Promise<Blob> {
  const worker = await startWorker();
  try {
    const sink =
      worker === undefined ? await pageSink(head) : workerSink(worker, head);
    let count = notes.length + 2;
    for await (const lines of batches) {
      count += lines.length;
      if (count > SHEET_ROWS) {
        throw new Error(
          `Excel opens ${SHEET_ROWS.toLocaleString("en-US")} lines at most: choose CSV, or fewer rows`,
        );
      }
      sink.add(lines);
    }
    signal.throwIfAborted();
    return await Promise.race([sink.finish(notes), aborted(signal)]);
  } finally {
    worker?.terminate();
  }
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error));
  });

import type { FileLine, FileNotes } from "./file-line.ts";
import { Workbook } from "./workbook.ts";
import type { SheetHead } from "./xlsx.ts";

/** What the worker is told: a head, then lines as they come, then the notes. */
export type ToWrite =
  { head: SheetHead } | { lines: readonly FileLine[] } | { notes: FileNotes };

/** What it says: that it has been started, and at last the file. */
export type Written = "ready" | { file: Blob } | { problem: string };

const answer = (written: Written) => postMessage(written);
let workbook: Workbook | undefined;

addEventListener("message", ({ data }: MessageEvent<ToWrite>) => {
  if ("head" in data) workbook = new Workbook(data.head);
  else if ("lines" in data) workbook?.add(data.lines);
  else {
    workbook
      ?.finish(data.notes)
      .then((file) => answer({ file }))
      .catch((error: unknown) => answer({ problem: String(error) }));
  }
});
answer("ready");

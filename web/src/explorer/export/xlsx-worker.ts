import writeExcelFile from "write-excel-file/browser";
import { type Sheet, sheetData, sheetOptions } from "./xlsx.ts";

/** What the worker answers to a sheet. */
export type Written = { file: Blob } | { problem: string };

addEventListener("message", ({ data }: MessageEvent<Sheet>) => {
  const answer = (written: Written) => postMessage(written);
  writeExcelFile(sheetData(data), sheetOptions(data))
    .toBlob()
    .then((file) => answer({ file }))
    .catch((error: unknown) => answer({ problem: String(error) }));
});

// ClickHouse writes a part's tokens into the table's deduplication log before
// it commits the part. Killed in between, it would take the retry of that
// insert for a repetition and lose its rows. So before a start after a kill,
// tokens of a part that never came to be leave the log.
import { existsSync, readdirSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";

/** First field of a line that adds a token; the part and the token follow. */
const ADD = "1";
/** partition_firstBlock_lastBlock_level, and the mutation if there was one. */
const PART = /^(.+)_(\d+)_(\d+)_\d+(?:_\d+)?$/;

const parsePart = (name) => {
  const [, partition, first, last] = PART.exec(name) ?? [];
  return { partition, first: Number(first), last: Number(last) };
};

/** Whether the part is in the table, by itself or merged into another. */
function isCommitted(name, table) {
  const { partition, first, last } = parsePart(name);
  return readdirSync(table)
    .map(parsePart)
    .some(
      (part) =>
        part.partition === partition &&
        part.first <= first &&
        part.last >= last,
    );
}

/** Bytes of the log that are true. Only the last part written can be missing. */
function soundLength(text, table) {
  const end = text.lastIndexOf("\n") + 1;
  const lines = text.slice(0, end).split("\n").slice(0, -1);
  const [operation, part] = lines.at(-1)?.split("\t") ?? [];
  if (operation !== ADD || isCommitted(part, table)) return end;
  while (lines.at(-1)?.split("\t")[1] === part) lines.pop();
  return lines.reduce((length, line) => length + line.length + 1, 0);
}

function repairTable(table) {
  const logs = join(table, "deduplication_logs");
  if (!existsSync(logs)) return;
  const number = (name) => Number(/_(\d+)\.txt$/.exec(name)?.[1] ?? 0);
  const newest = readdirSync(logs).sort((a, b) => number(b) - number(a))[0];
  if (newest === undefined) return;
  const path = join(logs, newest);
  const text = readFileSync(path, "latin1");
  const length = soundLength(text, table);
  if (length < text.length) truncateSync(path, length);
}

const folders = (path) =>
  existsSync(path) ? readdirSync(path).map((name) => join(path, name)) : [];

/** Repairs every table below a data path. No engine may run on it. */
export function repairDeduplicationLogs(data) {
  folders(join(data, "store")).flatMap(folders).forEach(repairTable);
}

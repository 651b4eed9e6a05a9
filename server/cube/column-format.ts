import type { Cell } from "./query-result.ts";
import { formatTime } from "./time-value.ts";

/** A day occurs in many rows; beyond this many distinct times, memory matters more. */
const MEMO_LIMIT = 10_000;

/**
 * A column as it goes out: numbers as text, so that no client rounds them;
 * times in one form; what is missing as null.
 */
export function formatColumn(column: Cell[], type: string): Cell[] {
  const formatted = new Array<Cell>(column.length);
  const time = type === "time" ? memoizedTime() : undefined;
  for (let row = 0; row < column.length; row++) {
    formatted[row] = formatCell(column[row], time);
  }
  return formatted;
}

function formatCell(cell: Cell, time?: (text: string) => string): Cell {
  if (typeof cell === "string") return time === undefined ? cell : time(cell);
  if (cell === undefined) return null;
  if (typeof cell === "number") {
    return Number.isFinite(cell) ? String(cell) : null;
  }
  return typeof cell === "bigint" ? String(cell) : cell;
}

function memoizedTime(): (text: string) => string {
  const memo = new Map<string, string>();
  return (text) => {
    const known = memo.get(text);
    if (known !== undefined) return known;
    const time = formatTime(text);
    if (memo.size < MEMO_LIMIT) memo.set(text, time);
    return time;
  };
}

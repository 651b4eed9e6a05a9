import type { DayRange } from "./state/pivot-state.ts";

export interface DatePreset {
  title: string;
  range: DayRange;
}

const DAY_MS = 86_400_000;
const toTime = (day: string) => Date.parse(`${day}T00:00:00Z`);
const toDay = (time: number) => new Date(time).toISOString().slice(0, 10);

/** The n-th trading day counting back from `last`, which counts as the first. */
function tradingDaysBack(last: string, count: number): string {
  let time = toTime(last);
  let left = count;
  for (;;) {
    const weekday = new Date(time).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
    if (left <= 0) return toDay(time);
    time -= DAY_MS;
  }
}

/** Ranges counted back from the last day with data, none past the first one. */
export function datePresets([first, last]: DayRange): DatePreset[] {
  const candidates: [string, string][] = [
    ["Last day", last],
    ["Last 5 trading days", tradingDaysBack(last, 5)],
    ["Last 10 trading days", tradingDaysBack(last, 10)],
    ["Month to date", `${last.slice(0, 7)}-01`],
    ["Last 65 trading days", tradingDaysBack(last, 65)],
    ["Year to date", `${last.slice(0, 4)}-01-01`],
  ];
  const shorter = candidates.filter(([, from]) => from > first);
  return [
    { title: "All days", range: [first, last] },
    ...shorter.map(([title, from]) => ({
      title,
      range: [from, last] as const,
    })),
  ];
}

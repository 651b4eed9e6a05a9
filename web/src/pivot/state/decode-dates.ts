import {
  type Comparison,
  COMPARISONS,
  type Dates,
  type DayRange,
  RELATIVE_DATES,
} from "./pivot-state.ts";
import { isDay } from "./days.ts";
import { quote } from "./view-fields.ts";

/** The named one of some choices; the first one when empty or unknown. */
export function oneOf<T extends string>(
  choices: readonly [T, ...T[]],
  text: string,
  thing: string,
  messages: string[],
): T {
  const known = choices.find((choice) => choice === text);
  if (known === undefined && text !== "") {
    messages.push(
      `Unknown ${thing} ${quote(text)}, one of ${choices.join(", ")}: showing ${choices[0]}`,
    );
  }
  return known ?? choices[0];
}

function decodeRange(text: string): DayRange | undefined {
  const [from, to, ...rest] = text.split("..");
  return rest.length === 0 &&
    from !== undefined &&
    to !== undefined &&
    isDay(from) &&
    isDay(to) &&
    from <= to
    ? [from, to]
    : undefined;
}

/** Dates of a link; empty = all days. */
export function decodeDates(text: string, messages: string[]): Dates {
  if (text === "") return null;
  const dates =
    RELATIVE_DATES.find((choice) => choice === text) ?? decodeRange(text);
  if (dates !== undefined) return dates;
  messages.push(`Dates ${quote(text)} are no range of days: showing all days`);
  return null;
}

/** The period of a link to compare with; empty = none. */
export function decodeComparison(
  text: string,
  messages: string[],
): Comparison | null {
  if (text === "") return null;
  const comparison =
    COMPARISONS.find((choice) => choice === text) ?? decodeRange(text);
  if (comparison !== undefined) return comparison;
  messages.push(`Unknown period ${quote(text)} to compare with: left out`);
  return null;
}

import { SLICE_DIMENSIONS } from "./members.ts";
import type { DayRange, Drill, RowPath, Slice } from "./state.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (value: string): boolean =>
  DAY.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`));

const unescapeItem = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};

/** Reads one parameter after the other and notes what it could not use. */
export class StateReader {
  readonly messages: string[] = [];
  readonly #parameters: URLSearchParams;

  constructor(parameters: URLSearchParams) {
    this.#parameters = parameters;
  }

  text(name: string): string {
    return this.#parameters.get(name) ?? "";
  }

  choice<T extends string>(name: string, legal: readonly T[], fallback: T): T {
    const value = this.text(name);
    if (value === "") return fallback;
    const known = legal.find((item) => item === value);
    if (known === undefined) {
      this.messages.push(
        `Unknown ${name} "${value}": showing ${fallback} (known: ${legal.join(", ")})`,
      );
    }
    return known ?? fallback;
  }

  number(name: string, min: number, max: number, fallback: number): number {
    const value = this.text(name);
    if (value === "") return fallback;
    const number = Number(value);
    if (number >= min && number <= max) return number;
    this.messages.push(
      `${name} "${value}" is not between ${min} and ${max}: using ${fallback}`,
    );
    return fallback;
  }

  day(name: string): string | null {
    const value = this.text(name);
    if (value === "") return null;
    if (isDay(value)) return value;
    this.messages.push(`${name} "${value}" is no day: using the last day`);
    return null;
  }

  dates(name: string): DayRange | null {
    const value = this.text(name);
    if (value === "") return null;
    const [from = "", to = "", ...rest] = value.split("..");
    if (rest.length === 0 && isDay(from) && isDay(to) && from <= to) {
      return [from, to];
    }
    this.messages.push(
      `Dates "${value}" are no range of days: showing all days`,
    );
    return null;
  }

  slices(name: string): Slice[] {
    const value = this.text(name);
    return (value === "" ? [] : value.split(";")).flatMap((item) => {
      const [dimension, list = ""] = item.split(":");
      const known = SLICE_DIMENSIONS.find((one) => one === dimension);
      const values = list.split(",").filter(Boolean).map(unescapeItem);
      if (known !== undefined && values.length > 0) {
        return [{ dimension: known, values }];
      }
      this.messages.push(`Filter "${item}" is not known here: left out`);
      return [];
    });
  }

  open(name: string): RowPath[] {
    const value = this.text(name);
    return (value === "" ? [] : value.split(",")).flatMap((item): RowPath[] => {
      const [row, carrier, ...rest] = item.split("~").map(unescapeItem);
      if (row === undefined || rest.length > 0) {
        this.messages.push(`Row "${item}" cannot be open here: left closed`);
        return [];
      }
      return [carrier === undefined ? [row] : [row, carrier]];
    });
  }

  drill(name: string): Drill | null {
    const value = this.text(name);
    if (value === "") return null;
    const parts = value.split("~");
    const [row, carrier] = parts.map((part) =>
      part.startsWith("=") ? unescapeItem(part.slice(1)) : undefined,
    );
    if (parts.length === 2 && (row ?? carrier) !== undefined) {
      return { row, carrier };
    }
    this.messages.push(`Drill-through "${value}" is not readable: left closed`);
    return null;
  }
}

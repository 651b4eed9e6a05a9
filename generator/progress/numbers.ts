import prettyBytes from "pretty-bytes";

const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** 1234567 → `1,234,567`. */
export const whole = (value: number): string => WHOLE.format(value);

/** 1234567 → `1.23 MB`, decimal units. */
export const bytes = (value: number): string => prettyBytes(value);

/** Seconds → `1h 02m 03s`, `2m 03s`, `3.4 s`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "unknown";
  // Limits of what is shown: 9.96 is 10 s, and 59.6 a minute.
  if (seconds < 59.5) return `${seconds.toFixed(seconds < 9.95 ? 1 : 0)} s`;
  const total = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(total / 60);
  const rest = `${two(total % 60)}s`;
  return minutes < 60
    ? `${minutes}m ${rest}`
    : `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m ${rest}`;
}

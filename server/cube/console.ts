import type { Log } from "../log.ts";

const METHODS = ["log", "info", "warn", "error"] as const;

/**
 * Sends what Cube prints to the log. It writes advice to the console that does
 * not hold here, such as to use Cube Store.
 */
export function redirectConsole(log: Log): void {
  for (const method of METHODS) {
    console[method] = (...words: unknown[]) => {
      const text = words.map(String).join(" ").trim();
      if (text !== "") log.info(text);
    };
  }
}

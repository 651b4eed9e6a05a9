import { useState } from "react";

/** A choice the browser remembers where it can; `fallback` at the first visit. */
export function useRemembered(
  key: string,
  fallback: boolean,
): [boolean, (value: boolean) => void] {
  const [value, setValue] = useState(() => {
    try {
      const stored = localStorage.getItem(key);
      return stored === null ? fallback : stored === "true";
    } catch {
      // Storage may be blocked: then nothing is remembered.
      return fallback;
    }
  });
  const change = (next: boolean) => {
    setValue(next);
    try {
      localStorage.setItem(key, String(next));
    } catch {
      // As above.
    }
  };
  return [value, change];
}

import { usePage } from "./page-context.ts";
import type { RowPath } from "./state.ts";

const same = (a: RowPath, b: RowPath) => a[0] === b[0] && a[1] === b[1];

export interface OpenRows {
  isOpen: (path: RowPath) => boolean;
  /** Closing a row closes all below it. */
  toggle: (path: RowPath) => void;
}

export function useOpenRows(): OpenRows {
  const { state, change } = usePage();
  const isOpen = (path: RowPath) => state.open.some((item) => same(item, path));
  return {
    isOpen,
    toggle: (path) =>
      change({
        open: isOpen(path)
          ? state.open.filter(
              (item) =>
                !same(item, path) &&
                !(path.length === 1 && item[0] === path[0]),
            )
          : [...state.open, path],
      }),
  };
}

import { useSyncExternalStore } from "react";

const query = () => window.matchMedia("(prefers-color-scheme: dark)");

const subscribe = (listener: () => void) => {
  const dark = query();
  dark.addEventListener("change", listener);
  return () => dark.removeEventListener("change", listener);
};

/** Whether the system asks for dark colours. */
export const useDarkSystem = (): boolean =>
  useSyncExternalStore(subscribe, () => query().matches);

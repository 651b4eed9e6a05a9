import type { SessionNames } from "../executor.ts";

/** There are no statements and portals by name over HTTP. */
export const NO_NAMES: SessionNames = {
  deallocate: () => true,
  portal: () => undefined,
  closePortal: () => Promise.resolve(),
  closePortals: () => Promise.resolve(),
};

import type { SessionNames } from "../executor.ts";

/** There are no statements and portals by name over HTTP. */
export const NO_NAMES: SessionNames = {
  deallocate: () => true,
  closePortals: () => Promise.resolve(),
};

import type { Query } from "@cubejs-client/core";

/** Same question, same key: react-query sorts the keys of objects itself. */
export const loadKey = (query: Query) => ["load", query] as const;

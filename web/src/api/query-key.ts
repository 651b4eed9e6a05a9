import type { Query } from "@cubejs-client/core";

/** Same question, same key: react-query sorts the keys of objects itself. */
export const loadKey = (query: Query) => ["load", query] as const;

/** Begins the keys of all that is read of the model. */
export const MODEL_KEY = ["meta"] as const;

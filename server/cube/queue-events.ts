// What the events of Cube's queues have in common.

/** Events after which nothing more comes of a query. */
export const QUERY_ENDED: ReadonlySet<string> = new Set([
  "Performing query completed",
  "Error while querying",
  "Cancelling query manual",
  "Removing orphaned query",
]);

/** The query that an event is about. */
export const queryOf = ({ queryKey }: Record<string, unknown>): string =>
  JSON.stringify(queryKey) ?? "";

/** A request by its id: each time a client asks again, it is another span of it. */
export const requestOf = (requestId: unknown): string =>
  String(requestId).split("-span-", 1)[0] ?? "";

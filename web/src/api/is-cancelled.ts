import type { UseQueryResult } from "@tanstack/react-query";

/**
 * Whether a question was given up before its first answer; nothing else ends one
 * without an answer or an error. Of a disabled question it means nothing.
 */
export const isCancelled = ({
  isPending,
  fetchStatus,
}: Pick<UseQueryResult, "isPending" | "fetchStatus">): boolean =>
  isPending && fetchStatus === "idle";

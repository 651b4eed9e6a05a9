import type { Query } from "@cubejs-client/core";
import { useQueries, type UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { errorText } from "../api/client.ts";
import { useClient } from "../api/client-context.ts";
import { loadKey } from "../api/query-key.ts";
import type { Answer } from "./answer.ts";
import { type Branch, isTruncated, type Load } from "./assemble.ts";
import { encodePath, type MemberPath } from "./member-path.ts";
import {
  countQuery,
  type PivotPlan,
  rowsQuery,
  totalQuery,
} from "./query-plan.ts";

export interface PivotAnswers {
  total: Load;
  branchAt: (key: string) => Branch | undefined;
  retry: (key: string, page: number) => void;
  retryTotal: () => void;
  /** Every answer on screen, for the status bar. */
  answers: Answer[];
  isFetching: boolean;
}

const toLoad = (result: UseQueryResult<Answer> | undefined): Load => ({
  answer: result?.error ? undefined : result?.data,
  // A query that is asked again after a failure counts as loading.
  error:
    result?.error && result.fetchStatus === "idle"
      ? new Error(errorText(result.error), { cause: result.error })
      : undefined,
  stale: result?.isPlaceholderData ?? false,
});

/**
 * Asks for the grand total and for each open row's children. A closed row's
 * query has no observer any more, so react-query aborts it.
 */
export function usePivotAnswers(
  plan: PivotPlan,
  open: readonly MemberPath[],
  pagesOf: (key: string) => number,
): PivotAnswers {
  const client = useClient();
  // Per place in the tree, the answer shown last: dimmed until the next one is there.
  const [lastShown] = useState(() => new Map<string, Answer>());

  const options = (place: string, query: Query) => ({
    queryKey: loadKey(query),
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const answer = await client.load(query, signal);
      lastShown.set(place, answer);
      return answer;
    },
    placeholderData: () => lastShown.get(place),
    enabled: plan.measures.length > 0,
  });

  const slots = [[], ...open].flatMap((path: MemberPath) => {
    const key = encodePath(path);
    return Array.from({ length: pagesOf(key) }, (_, page) => ({
      key,
      path,
      page,
    }));
  });
  const [totalResult, ...results] = useQueries({
    queries: [
      options("//total", totalQuery(plan)),
      ...slots.map(({ key, path, page }) =>
        options(
          `${plan.hierarchy.name}//${key}//${page}`,
          rowsQuery(plan, path, page),
        ),
      ),
    ],
  });

  const branches = new Map<string, Branch & { path: MemberPath }>();
  slots.forEach(({ key, path }, index) => {
    const branch = branches.get(key) ?? { path, pages: [], total: undefined };
    branch.pages.push(toLoad(results[index]));
    branches.set(key, branch);
  });

  const cut = [...branches].filter(([, branch]) => isTruncated(branch));
  const counts = useQueries({
    queries: cut.map(([key, { path }]) =>
      options(`${plan.hierarchy.name}//${key}//count`, countQuery(plan, path)),
    ),
  });
  cut.forEach(([, branch], index) => {
    branch.total = counts[index]?.data?.total;
  });

  return {
    total: toLoad(totalResult),
    branchAt: (key) => branches.get(key),
    retry: (key, page) => {
      const index = slots.findIndex(
        (slot) => slot.key === key && slot.page === page,
      );
      void results[index]?.refetch();
    },
    retryTotal: () => void totalResult?.refetch(),
    answers: [totalResult, ...results].flatMap((result) =>
      result?.data === undefined || result.isPlaceholderData
        ? []
        : [result.data],
    ),
    isFetching: [totalResult, ...results].some((item) => item?.isFetching),
  };
}

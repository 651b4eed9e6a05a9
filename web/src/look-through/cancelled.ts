import type { Query } from "@tanstack/react-query";

/** Questions that were cancelled: by their hash, what had come of them until then. */
export type Cancelled = ReadonlyMap<string, string>;

/** Changes with each answer and each error; cancelling changes nothing. */
const cameOf = ({ state }: Query): string =>
  `${state.dataUpdatedAt}/${state.errorUpdatedAt}`;

/** Takes note of questions, before they are cancelled. */
export const noteCancelled = (questions: readonly Query[]): Cancelled =>
  new Map(
    questions.map(
      (question) => [question.queryHash, cameOf(question)] as const,
    ),
  );

/** True until the question is answered, or fails, in whatever way it was asked again. */
export const isStillCancelled = (
  question: Query,
  cancelled: Cancelled,
): boolean => cancelled.get(question.queryHash) === cameOf(question);

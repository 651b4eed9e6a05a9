import { useSyncExternalStore } from "react";
import type { AnswerStore, Asked } from "../pivot/answers/answer-store.ts";

/** The questions on screen, with their answers as they come. */
export function useAsked(answers: AnswerStore): Asked[] {
  useSyncExternalStore(answers.subscribe, answers.askedVersion);
  return answers.asked();
}

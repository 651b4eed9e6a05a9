import type { Query } from "@cubejs-client/core";
import { createContext, use, useSyncExternalStore } from "react";
import type { Answer } from "../pivot/answer.ts";
import type { Progress } from "../pivot/grid/ask.ts";
import { useClient } from "./client-context.ts";
import { Underway } from "./underway.ts";

/** Whose waiting line tells of the questions asked below. */
export const UnderwayContext = createContext(new Underway());

/** Asks questions that the waiting line tells of. */
export function useAsk(): (
  query: Query,
  signal: AbortSignal,
) => Promise<Answer> {
  const client = useClient();
  const underway = use(UnderwayContext);
  return (query, signal) =>
    underway.run(signal, (onStage) => client.load(query, signal, onStage));
}

/** How far the question has come that was asked first; undefined = none is under way. */
export const useLongest = (underway: Underway): Progress | undefined =>
  useSyncExternalStore(underway.subscribe, underway.longest);

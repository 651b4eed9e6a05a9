import type { Answer } from "../answer.ts";
import type { LoadAnswer } from "./answer-store.ts";
import { type Batchable, batchesOf, batchOf } from "./batch.ts";

interface Waiting extends Batchable {
  signal: AbortSignal;
  onStage: ((stage: string) => void) | undefined;
  resolve: (answer: Answer) => void;
  reject: (reason: unknown) => void;
}

/** Loads the answer to a question, perhaps together with others. */
export type LoadBatched = (
  question: Batchable,
  signal: AbortSignal,
  onStage?: (stage: string) => void,
) => Promise<Answer>;

/**
 * Loads answers, by one query those that are asked for in one go about branches of
 * the same level: opening all of a level costs as many requests as opening one
 * member of it. A query under way ends when the last of its questions is aborted.
 */
export function batchedLoad(load: LoadAnswer): LoadBatched {
  const collected: Waiting[] = [];

  const alone = ({ query, signal, onStage, resolve, reject }: Waiting) =>
    load(query, signal, onStage).then(resolve, reject);

  const together = async (waiting: readonly Waiting[]) => {
    const controller = new AbortController();
    const left = new Set(waiting);
    const leave = ({ target }: Event) => {
      for (const item of waiting) {
        if (item.signal !== target) continue;
        left.delete(item);
        item.reject(item.signal.reason);
        if (left.size === 0) controller.abort(item.signal.reason);
      }
    };
    // One listener at a time does for all questions of one signal.
    for (const { signal } of waiting) signal.addEventListener("abort", leave);
    const batch = batchOf(waiting.map(({ query }) => query));
    const answer = await load(batch.query, controller.signal, (stage) => {
      for (const { onStage } of left) onStage?.(stage);
    }).catch((error: unknown) => {
      for (const { reject } of left) reject(error);
    });
    for (const { signal } of waiting) {
      signal.removeEventListener("abort", leave);
    }
    if (answer === undefined) return;
    if (batch.isCut(answer)) {
      const half = Math.ceil(waiting.length / 2);
      run(waiting.slice(0, half));
      run(waiting.slice(half));
      return;
    }
    const parts = batch.divide(answer);
    for (const [index, item] of waiting.entries()) {
      const part = parts[index];
      if (part === undefined) run([item]);
      else item.resolve(part);
    }
  };

  const run = (waiting: readonly Waiting[]) => {
    const wanted = waiting.filter(({ signal, reject }) => {
      if (signal.aborted) reject(signal.reason);
      return !signal.aborted;
    });
    const [first, ...others] = wanted;
    if (first === undefined) return;
    void (others.length === 0 ? alone(first) : together(wanted));
  };

  const flush = () => {
    for (const batch of batchesOf(collected.splice(0))) run(batch);
  };

  return ({ query, rows }, signal, onStage) =>
    new Promise((resolve, reject) => {
      // Those of one go are asked before the next task begins.
      if (collected.length === 0) queueMicrotask(flush);
      collected.push({ query, rows, signal, onStage, resolve, reject });
    });
}

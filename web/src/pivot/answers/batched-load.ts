import type { Answer } from "../answer.ts";
import type { LoadAnswer } from "./answer-store.ts";
import { type Batchable, batchesOf, batchOf, BranchSizes } from "./batch.ts";

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
  const sizes = new BranchSizes();

  const alone = async ({ query, signal, onStage, ...waiting }: Waiting) => {
    try {
      waiting.resolve(await load(query, signal, onStage));
    } catch (error) {
      waiting.reject(error);
    }
  };

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
    try {
      const batch = batchOf(waiting.map(({ query }) => query));
      const answer = await load(batch.query, controller.signal, (stage) => {
        for (const { onStage } of left) onStage?.(stage);
      });
      if (batch.isFull(answer)) {
        sizes.outgrown(waiting);
        runAll(waiting);
        return;
      }
      const parts = batch.divide(answer);
      for (const [index, item] of waiting.entries()) {
        const part = parts[index];
        if (part === undefined) run([item]);
        else item.resolve(part);
      }
    } catch (error) {
      for (const { reject } of left) reject(error);
    } finally {
      for (const { signal } of waiting) {
        signal.removeEventListener("abort", leave);
      }
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

  const runAll = (waiting: readonly Waiting[]) => {
    for (const batch of batchesOf(waiting, sizes)) run(batch);
  };

  return ({ query, rows }, signal, onStage) =>
    new Promise((resolve, reject) => {
      // Those of one go are asked before the next task begins.
      if (collected.length === 0)
        queueMicrotask(() => runAll(collected.splice(0)));
      collected.push({ query, rows, signal, onStage, resolve, reject });
    });
}

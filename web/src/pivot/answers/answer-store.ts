import type { Query } from "@cubejs-client/core";
import {
  hashKey,
  type QueryClient,
  QueryObserver,
} from "@tanstack/react-query";
import { errorText } from "../../api/client.ts";
import { loadKey } from "../../api/query-key.ts";
import type { Answer } from "../answer.ts";
import type { Ask, Load, Question } from "../grid/ask.ts";

export type LoadAnswer = (query: Query, signal: AbortSignal) => Promise<Answer>;

interface Watched {
  question: Question;
  observer: QueryObserver<Answer>;
  unsubscribe: () => void;
}

/** A question that is or was on screen, for status and inspector. */
export interface Asked {
  question: Question;
  load: Load;
}

const toLoad = (result: {
  data: Answer | undefined;
  error: Error | null;
  fetchStatus: string;
}): Load => ({
  answer: result.error === null ? result.data : undefined,
  error:
    result.error === null
      ? undefined
      : new Error(errorText(result.error), { cause: result.error }),
  fetching: result.fetchStatus !== "idle",
});

const PENDING: Load = { answer: undefined, error: undefined, fetching: true };

/**
 * Gets the answers an assembly asks for. A pass collects its questions; when it
 * is committed, questions nobody asks any more are let go, which aborts those
 * under way. Answers live on in the query client for a while.
 */
export class AnswerStore {
  readonly #client: QueryClient;
  readonly #load: LoadAnswer;
  readonly #watched = new Map<string, Watched>();
  readonly #listeners = new Set<() => void>();
  #version = 0;
  #askedVersion = 0;

  constructor(client: QueryClient, load: LoadAnswer) {
    this.#client = client;
    this.#load = load;
  }

  /** Counts up with every change of an answer, for useSyncExternalStore. */
  readonly version = (): number => this.#version;

  /** Counts up with every change of what {@link asked} gives. */
  readonly askedVersion = (): number => this.#askedVersion;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Begins to collect questions. */
  pass(): { ask: Ask; commit: () => void } {
    const wanted = new Map<string, Question>();
    const ask: Ask = (question) => {
      const key = hashKey(loadKey(question.query));
      if (!wanted.has(key)) wanted.set(key, question);
      return this.#read(key, question.query);
    };
    return { ask, commit: () => this.#commit(wanted) };
  }

  /** What is on screen. */
  asked(): Asked[] {
    return [...this.#watched.values()].map(({ question, observer }) => ({
      question,
      load: toLoad(observer.getCurrentResult()),
    }));
  }

  retry(question: Question): void {
    const key = hashKey(loadKey(question.query));
    void this.#watched.get(key)?.observer.refetch();
  }

  /** Asks everything on screen again; old answers stay until the new ones come. */
  refresh(): Promise<unknown> {
    return Promise.all(
      [...this.#watched.values()].map(({ observer }) => observer.refetch()),
    );
  }

  /** Lets go of everything; requests under way are aborted. */
  clear(): void {
    this.#commit(new Map());
  }

  #read(key: string, query: Query): Load {
    const watched = this.#watched.get(key);
    if (watched !== undefined) {
      return toLoad(watched.observer.getCurrentResult());
    }
    const state = this.#client.getQueryState<Answer>(loadKey(query));
    return state?.data === undefined
      ? PENDING
      : toLoad({ data: state.data, error: state.error, fetchStatus: "idle" });
  }

  #commit(wanted: ReadonlyMap<string, Question>): void {
    let changed = false;
    for (const [key, { unsubscribe }] of this.#watched) {
      if (!wanted.has(key)) {
        unsubscribe();
        this.#watched.delete(key);
        changed = true;
      }
    }
    for (const [key, question] of wanted) {
      if (this.#watched.has(key)) continue;
      changed = true;
      const observer = new QueryObserver<Answer>(this.#client, {
        queryKey: loadKey(question.query),
        queryFn: ({ signal }) => this.#load(question.query, signal),
      });
      const unsubscribe = observer.subscribe(() => {
        this.#version += 1;
        this.#notify();
      });
      this.#watched.set(key, { question, observer, unsubscribe });
    }
    // Answers that are there already tell nobody.
    if (changed) this.#notify();
  }

  #notify(): void {
    this.#askedVersion += 1;
    for (const listener of this.#listeners) listener();
  }
}

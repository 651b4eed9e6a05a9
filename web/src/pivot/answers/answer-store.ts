import type { Query } from "@cubejs-client/core";
import {
  hashKey,
  type QueryClient,
  QueryObserver,
} from "@tanstack/react-query";
import { errorText } from "../../api/client.ts";
import { loadKey } from "../../api/query-key.ts";
import type { Answer } from "../answer.ts";
import type { Ask, Load, Progress, Question } from "../grid/ask.ts";
import { batchedLoad, type LoadBatched } from "./batched-load.ts";

export type LoadAnswer = (
  query: Query,
  signal: AbortSignal,
  onStage?: (stage: string) => void,
) => Promise<Answer>;

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

const keyOf = ({ query }: Question): string => hashKey(loadKey(query));

const PENDING: Load = { answer: undefined, error: undefined, fetching: true };
const CANCELLED: Load = {
  answer: undefined,
  error: new Error("cancelled"),
  fetching: false,
};

/**
 * Gets the answers an assembly asks for. A pass collects its questions; when it
 * is committed, questions nobody asks any more are let go, which aborts those
 * under way. Answers live on in the query client for a while.
 */
export class AnswerStore {
  readonly #client: QueryClient;
  readonly #load: LoadBatched;
  readonly #watched = new Map<string, Watched>();
  readonly #progress = new Map<string, Progress>();
  /** Questions on screen that were cancelled and not asked again since. */
  readonly #cancelled = new Set<string>();
  readonly #listeners = new Set<() => void>();
  #version = 0;
  #askedVersion = 0;

  constructor(client: QueryClient, load: LoadAnswer) {
    this.#client = client;
    this.#load = batchedLoad(load);
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
      const key = keyOf(question);
      if (!wanted.has(key)) wanted.set(key, question);
      return this.#read(key, question.query);
    };
    return { ask, commit: () => this.#commit(wanted) };
  }

  /** What is on screen. */
  asked(): Asked[] {
    return [...this.#watched].map(([key, watched]) => ({
      question: watched.question,
      load: this.#loadOf(key, watched),
    }));
  }

  /** Why a question on screen has no answer; undefined = it has, or may get one. */
  errorOf(question: Question): Error | undefined {
    const key = keyOf(question);
    const watched = this.#watched.get(key);
    return watched && this.#loadOf(key, watched).error;
  }

  /** How far a question has come; undefined = it is not under way. */
  progressOf(question: Question): Progress | undefined {
    const key = keyOf(question);
    const watched = this.#watched.get(key);
    // An aborted request is over before its own code knows.
    return watched !== undefined && this.#loadOf(key, watched).fetching
      ? this.#progress.get(key)
      : undefined;
  }

  retry(question: Question): void {
    void this.#watched.get(keyOf(question))?.observer.refetch();
  }

  /**
   * Ends questions under way, on the server too. Answers that were there stay;
   * {@link retry} or {@link refresh} asks again.
   *
   * @param questions @default all on screen
   */
  cancel(questions = this.asked().map(({ question }) => question)): void {
    for (const question of questions) {
      const key = keyOf(question);
      const watched = this.#watched.get(key);
      if (watched?.observer.getCurrentResult().fetchStatus !== "fetching") {
        continue;
      }
      this.#cancelled.add(key);
      void this.#client.cancelQueries({
        queryKey: loadKey(question.query),
        exact: true,
      });
    }
  }

  /** Whether it was cancelled and has not been asked again. */
  isCancelled(question: Question): boolean {
    return this.#cancelled.has(keyOf(question));
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
    if (watched !== undefined) return this.#loadOf(key, watched);
    const state = this.#client.getQueryState<Answer>(loadKey(query));
    return state?.data === undefined
      ? PENDING
      : toLoad({ data: state.data, error: state.error, fetchStatus: "idle" });
  }

  #loadOf(key: string, { observer }: Watched): Load {
    const load = toLoad(observer.getCurrentResult());
    const isOut = this.#cancelled.has(key) && !load.fetching;
    return isOut && load.answer === undefined ? CANCELLED : load;
  }

  async #fetch(key: string, question: Question, signal: AbortSignal) {
    const since = performance.now();
    // An aborted request may end after it was asked again.
    const isMine = () => this.#progress.get(key)?.since === since;
    this.#progress.set(key, { since, stage: undefined });
    this.#cancelled.delete(key);
    try {
      return await this.#load(question, signal, (stage) => {
        if (!isMine()) return;
        this.#progress.set(key, { since, stage });
        this.#version += 1;
        this.#notify();
      });
    } finally {
      if (isMine()) this.#progress.delete(key);
    }
  }

  #commit(wanted: ReadonlyMap<string, Question>): void {
    let changed = false;
    for (const [key, { unsubscribe }] of this.#watched) {
      if (!wanted.has(key)) {
        unsubscribe();
        this.#watched.delete(key);
        this.#cancelled.delete(key);
        changed = true;
      }
    }
    for (const [key, question] of wanted) {
      if (this.#watched.has(key)) continue;
      changed = true;
      const observer = new QueryObserver<Answer>(this.#client, {
        queryKey: loadKey(question.query),
        queryFn: ({ signal }) => this.#fetch(key, question, signal),
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

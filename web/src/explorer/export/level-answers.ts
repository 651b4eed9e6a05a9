import type { Filter, Query } from "@cubejs-client/core";
import { type Answer, keyOf, type Row } from "../../pivot/answer.ts";
import type { LoadAnswer } from "../../pivot/answers/answer-store.ts";
import type { Ask, Load } from "../../pivot/grid/ask.ts";
import { encodePath } from "../../pivot/member-path.ts";
import { amongFilter } from "../../pivot/plan/filters.ts";
import type { PivotPlan } from "../../pivot/plan/pivot-plan.ts";
import { levelQuery } from "./level-query.ts";
import { pacer } from "./pace.ts";
import { PAGE_ROWS, readPages } from "./read-pages.ts";
import type { Runs } from "./runs.ts";

/** The rows of one query, by the encoded path they lie under. */
interface Level {
  answer: Answer;
  rows: ReadonlyMap<string, readonly Row[]>;
}

/** A query that is needed, and what its rows are told apart by. */
interface Wanted {
  run: number;
  key: string;
  query: Query;
  members: readonly string[];
}

/** The query that answers another, and how. */
interface Place extends Omit<Wanted, "key"> {
  answer: (level: Level) => Answer;
}

/** What is known of a run of members of the first level. */
interface Known {
  levels: Map<string, Level>;
  loads: Map<string, Load>;
}

const PENDING: Load = { answer: undefined, error: undefined, fetching: true };
/** What concerns no single member of the first level. */
const ALL = -1;

/**
 * Answers the many questions about single branches from few about whole levels. It
 * keeps what concerns one run of members of the first level at a time.
 */
export class LevelAnswers {
  readonly #plan: PivotPlan;
  readonly #members: readonly string[];
  readonly #fixed: ReadonlySet<Filter>;
  readonly #load: LoadAnswer;
  readonly #known = new Map<number, Known>();
  readonly #wanted = new Map<string, Wanted>();
  #runs: Runs = new Map();

  constructor(plan: PivotPlan, load: LoadAnswer) {
    this.#plan = plan;
    this.#members = plan.rows.levels.map(({ dimension }) => dimension.member);
    this.#fixed = new Set([...plan.filters, ...plan.comparedFilters]);
    this.#load = load;
  }

  /** From now on asks for the levels below one run at a time. */
  divide(runs: Runs): void {
    this.#runs = runs;
  }

  readonly ask: Ask = ({ query }) => {
    const place = this.#placeOf(query);
    const known = this.#knownOf(place.run);
    const key = JSON.stringify(query);
    const found = known.loads.get(key);
    if (found !== undefined) return found;
    const wideKey = JSON.stringify(place.query);
    const level = known.levels.get(wideKey);
    if (level === undefined) {
      this.#wanted.set(wideKey, { ...place, key: wideKey });
      return PENDING;
    }
    const load: Load = {
      answer: place.answer(level),
      error: undefined,
      fetching: false,
    };
    known.loads.set(key, load);
    return load;
  };

  /** Something was asked that is not known yet. */
  get isMissing(): boolean {
    return this.#wanted.size > 0;
  }

  /**
   * Gets what was asked for and is not known.
   *
   * @throws the error of the first query that fails, or the reason of `signal`
   */
  async fetch(signal: AbortSignal): Promise<void> {
    const wanted = [...this.#wanted.values()];
    this.#wanted.clear();
    const levels = await Promise.all(
      wanted.map((item) => this.#read(item, signal)),
    );
    const latest = Math.max(...wanted.map(({ run }) => run));
    for (const run of this.#known.keys()) {
      if (run !== ALL && run < latest) this.#known.delete(run);
    }
    wanted.forEach(({ run, key }, index) => {
      const level = levels[index];
      if (level !== undefined) this.#knownOf(run).levels.set(key, level);
    });
  }

  #knownOf(run: number): Known {
    const known = this.#known.get(run) ?? {
      levels: new Map<string, Level>(),
      loads: new Map<string, Load>(),
    };
    this.#known.set(run, known);
    return known;
  }

  #placeOf(query: Query): Place {
    const part = levelQuery(query, this.#members, (filter) =>
      this.#fixed.has(filter),
    );
    if (part === undefined) return this.#pageOf(query);
    const { wide, members, path, among } = part;
    const run = this.#runs.get(encodePath(path.slice(0, 1)));
    const only = run?.keys;
    const filters = [
      ...(wide.filters ?? []),
      ...(only === undefined ? [] : [amongFilter(members[0] ?? "", only)]),
    ];
    const { offset = 0, limit } = query;
    return {
      run: run?.index ?? ALL,
      query: {
        ...wide,
        filters: filters.length === 0 ? undefined : filters,
      },
      members,
      answer({ answer, rows }) {
        const branch = rows.get(encodePath(path)) ?? [];
        const found = branch.filter((row) =>
          among.every(({ member, keys }) => keys.has(keyOf(row, member))),
        );
        return {
          ...answer,
          rows: found.slice(offset, offset + (limit ?? found.length)),
          total: found.length,
        };
      },
    };
  }

  /** Pages of the first level come from few large ones. */
  #pageOf(query: Query): Place {
    const { page } = this.#plan.limits;
    const { limit, offset = 0, total } = query;
    const isPage = limit === page && total !== true;
    const from = isPage ? offset % PAGE_ROWS : 0;
    return {
      run: ALL,
      members: [],
      query: isPage
        ? { ...query, limit: PAGE_ROWS, offset: offset - from || undefined }
        : query,
      answer({ answer, rows }) {
        const all = rows.get("") ?? [];
        return {
          ...answer,
          rows: all.slice(from, isPage ? from + page : undefined),
        };
      },
    };
  }

  async #read({ query, members }: Wanted, signal: AbortSignal): Promise<Level> {
    const rows = new Map<string, Row[]>();
    const pace = pacer(signal);
    const answer = await readPages(this.#load, query, signal, async (page) => {
      for (const row of page) {
        const path = encodePath(members.map((member) => keyOf(row, member)));
        const under = rows.get(path);
        if (under === undefined) rows.set(path, [row]);
        else under.push(row);
        await pace();
      }
    });
    return { answer: { ...answer, rows: [] }, rows };
  }
}

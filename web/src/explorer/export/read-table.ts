import type { LoadAnswer } from "../../pivot/answers/answer-store.ts";
import { batchedLoad } from "../../pivot/answers/batched-load.ts";
import { nodesOf } from "../../pivot/grid/axis-tree.ts";
import type { Opening } from "../../pivot/grid/axis-tree.ts";
import { assembleGrid, type Grid } from "../../pivot/grid/grid.ts";
import { encodePath } from "../../pivot/member-path.ts";
import type { PivotPlan } from "../../pivot/plan/pivot-plan.ts";
import { pivotQuery } from "../../pivot/plan/queries.ts";
import type { PivotState } from "../../pivot/state/pivot-state.ts";
import { type GridRow, gridRows, TOTAL_ROW } from "../grid/rows.ts";
import type { FileLine } from "../../files/file-line.ts";
import { fileHead, type FileTable, lineWriter } from "./file-table.ts";
import { FileWindow, linesOf, type WindowOptions } from "./file-window.ts";
import { LevelAnswers } from "./level-answers.ts";
import { pacer } from "./pace.ts";
import { divideRuns, type Runs } from "./runs.ts";

export interface ReadOptions {
  plan: PivotPlan;
  shown: PivotState;
  /** Only the rows that are open, or every level of them. */
  levels: "open" | "all";
  load: LoadAnswer;
  signal: AbortSignal;
  /** Told how many lines there are so far, and in all where that is known. */
  onLines: (lines: number, of: number | undefined) => void;
}

/** Groups that are held in memory at a time: those of about one answer. */
const RUN_GROUPS = 45_000;
/** Cells that are assembled at a time, and lines at most. */
const WINDOW_CELLS = 200_000;
const WINDOW_LINES = 4_000;
const BATCH_LINES = 1_000;
/** Members of a branch that are listed at a time. */
const PAGE = 2_000;

const ALL_PAGES: Opening["pages"] = { has: () => true };

/** Reads a pivot for a file: a few questions per level, a window of lines at a time. */
class TableReader {
  readonly #options: ReadOptions;
  readonly #plan: PivotPlan;
  readonly #columns: Opening;
  readonly #answers: LevelAnswers;
  readonly #isOpen: (key: string) => boolean;
  readonly #pace: () => Promise<void>;
  #lines = 0;
  #expected: number | undefined;

  constructor(options: ReadOptions) {
    const { plan, shown, load, levels, signal } = options;
    const { limits } = plan;
    this.#options = options;
    // Answers are as long as it takes: they come in pages of their own.
    const answer = PAGE * limits.columns;
    this.#plan = { ...plan, limits: { ...limits, page: PAGE, answer } };
    this.#columns = {
      expanded: new Set(shown.columns.expanded.map(encodePath)),
      pages: ALL_PAGES,
    };
    const batched = batchedLoad(load);
    this.#answers = new LevelAnswers(this.#plan, (query, signal, onStage) =>
      batched({ query }, signal, onStage),
    );
    const expanded = new Set(shown.rows.expanded.map(encodePath));
    this.#isOpen = levels === "all" ? () => true : (key) => expanded.has(key);
    this.#pace = pacer(signal);
  }

  async read(): Promise<FileTable> {
    const { totals } = this.#options.shown;
    const outline = await this.#outline();
    const runs = await this.#runs(outline);
    this.#answers.divide(runs);
    const head = fileHead(outline, totals);
    const total = lineWriter(outline, totals)(TOTAL_ROW);
    return {
      ...head,
      batches: this.#batches(head.columns.length, runs, total),
    };
  }

  #assemble(rows: Opening, ask = this.#answers.ask): Grid {
    const { mode } = this.#options.shown;
    const plan = this.#plan;
    return assembleGrid({ plan, mode, rows, columns: this.#columns, ask });
  }

  /** The first level of the rows, all columns and their totals. */
  async #outline(): Promise<Grid> {
    for (;;) {
      const grid = this.#assemble({
        expanded: new Set(),
        // Members that have none below them are left to the windows.
        pages: this.#plan.rows.levels.length > 1 ? ALL_PAGES : new Set(),
      });
      lineWriter(grid, this.#options.shown.totals)(TOTAL_ROW);
      if (!this.#answers.isMissing) return grid;
      await this.#answers.fetch(this.#options.signal);
    }
  }

  /** Counts what is below the first level, and divides that by it. */
  async #runs(outline: Grid): Promise<Runs> {
    const { shown, levels: wanted } = this.#options;
    const { rows } = this.#plan;
    const { members = [], listing } = outline.rows.branches.get("") ?? {};
    const open = members.filter(
      ({ key, expandable }) => expandable && this.#isOpen(key),
    );
    const depth =
      wanted === "all"
        ? rows.levels.length
        : 1 + Math.max(0, ...shown.rows.expanded.map(({ length }) => length));
    if (open.length === 0 || depth < 2) {
      this.#expected = listing && listing.labels.length + 1;
      return new Map();
    }
    const across = Math.max(
      ...nodesOf(outline.columns).map((node) => node.depth),
    );
    const isCut = rows.levels.some(({ top }) => top !== null);
    const isWhole = wanted === "all" && !isCut;
    const counts = await Promise.all([
      this.#count(depth, across),
      ...(isWhole ? rows.levels.slice(1) : []).map((_, index) =>
        this.#count(index + 2, 0),
      ),
    ]);
    const [groups = 0, ...below] = counts;
    if (isWhole) {
      this.#expected = below.reduce(
        (sum, count) => sum + count,
        members.length + 1,
      );
    }
    return divideRuns(
      open.map(({ label }) => label),
      groups,
      RUN_GROUPS,
      listing?.cut === undefined && open.length === members.length,
    );
  }

  /** Groups of so many levels of the rows and of the columns. */
  async #count(down: number, across: number): Promise<number> {
    const { load, signal } = this.#options;
    const { rows, columns, measures } = this.#plan;
    const levels = [
      ...rows.levels.slice(0, down),
      ...columns.levels.slice(0, across),
    ];
    const query = pivotQuery(this.#plan, "current", {
      dimensions: levels.map(({ dimension }) => dimension),
      measures: measures.slice(0, 1),
      limit: 1,
    });
    const { total = 0 } = await load({ ...query, total: true }, signal);
    return total;
  }

  async *#batches(
    columns: number,
    runs: Runs,
    total: readonly FileLine[],
  ): AsyncGenerator<readonly FileLine[]> {
    const { totals } = this.#options.shown;
    const most = Math.min(
      WINDOW_LINES,
      Math.ceil(WINDOW_CELLS / (columns + 1)),
    );
    const depth = this.#plan.rows.levels.length;
    if (totals === "top") yield this.#told(total);
    let begin: string | undefined;
    do {
      const options = { begin, isOpen: this.#isOpen, depth, most, runs };
      begin = yield* this.#window(options);
    } while (begin !== undefined);
    if (totals === "bottom") yield this.#told(total);
  }

  #told(lines: readonly FileLine[]): readonly FileLine[] {
    this.#lines += lines.length;
    this.#options.onLines(this.#lines, this.#expected);
    return lines;
  }

  /** The lines of one window; returns where the next begins. */
  async *#window(
    options: WindowOptions,
  ): AsyncGenerator<readonly FileLine[], string | undefined> {
    let done = 0;
    for (;;) {
      const window = new FileWindow(options);
      const grid = this.#assemble(
        window.opening,
        window.counting(this.#answers.ask),
      );
      if (!this.#answers.isMissing) {
        const all = gridRows(grid);
        const rows = linesOf(all, options.begin, window.next, PAGE);
        done += yield* this.#known(grid, rows.slice(done));
        if (!this.#answers.isMissing) return window.next;
      }
      await this.#answers.fetch(this.#options.signal);
    }
  }

  /** Lines as far as all their cells are known; returns of how many rows. */
  async *#known(
    grid: Grid,
    rows: readonly GridRow[],
  ): AsyncGenerator<readonly FileLine[], number> {
    const write = lineWriter(grid, this.#options.shown.totals);
    let [lines, ready]: [FileLine[], number] = [[], 0];
    for (const [index, row] of rows.entries()) {
      for (const line of write(row)) lines.push(line);
      await this.#pace();
      // The other rows are read to ask for what they lack at the same time.
      if (this.#answers.isMissing) continue;
      if (lines.length >= BATCH_LINES || index === rows.length - 1) {
        ready = index + 1;
        yield this.#told(lines);
        lines = [];
      }
    }
    return ready;
  }
}

/**
 * Reads the rows of a pivot as they stand, those not scrolled to included, top to
 * bottom. What is held at a time does not grow with their number, but for the
 * list of those below one parent.
 *
 * @throws the error of the first query that fails, or the reason of `signal`;
 *   so do the batches
 */
export const readTable = (options: ReadOptions): Promise<FileTable> =>
  new TableReader(options).read();

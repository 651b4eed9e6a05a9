import type { Ask } from "../../pivot/grid/ask.ts";
import type { Opening } from "../../pivot/grid/axis-tree.ts";
import type { Runs } from "./runs.ts";

export interface WindowOptions {
  /** Encoded path of the member it begins with; undefined = with the first. */
  begin: string | undefined;
  isOpen: (key: string) => boolean;
  /** Lines from which on nothing more is opened. */
  most: number;
  runs: Runs;
}

const topOf = (key: string) => key.split("/", 1)[0] ?? "";

/**
 * A part of the rows that is assembled at a time. An assembly asks of one member
 * after the other, top to bottom, whether it is open: those before the window are
 * not, nor are those after enough lines have come of it.
 */
export class FileWindow {
  readonly #options: WindowOptions;
  #begun: boolean;
  #lines = 0;
  #run: number | undefined;
  #next: string | undefined;

  constructor(options: WindowOptions) {
    this.#options = options;
    this.#begun = options.begin === undefined;
  }

  /** Encoded path of the first member after the window; undefined = it is the last. */
  get next(): string | undefined {
    return this.#next;
  }

  readonly opening: Opening = {
    expanded: { has: (key) => this.#isOpen(key) },
    pages: { has: () => true },
  };

  /** Counts the lines that come of what is opened. */
  counting(ask: Ask): Ask {
    return (question) => {
      const load = ask(question);
      if (
        this.#begun &&
        question.purpose === "members" &&
        question.row !== ""
      ) {
        this.#lines += load.answer?.rows.length ?? 0;
      }
      return load;
    };
  }

  #isOpen(key: string): boolean {
    const { begin, isOpen, most, runs } = this.#options;
    if (this.#next !== undefined) return false;
    if (!this.#begun && key !== begin) {
      return begin?.startsWith(`${key}/`) === true;
    }
    this.#begun = true;
    const run = runs.get(topOf(key))?.index;
    this.#run ??= run;
    if (this.#lines >= most || (run !== undefined && run !== this.#run)) {
      this.#next = key;
      return false;
    }
    return isOpen(key);
  }
}

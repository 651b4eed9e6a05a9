import type { Ask } from "../../pivot/grid/ask.ts";
import type { Opening } from "../../pivot/grid/axis-tree.ts";
import { encodePath } from "../../pivot/member-path.ts";
import type { GridRow } from "../grid/rows.ts";
import type { Runs } from "./runs.ts";

export interface WindowOptions {
  /**
   * What it begins with: a member, as an encoded path, or a page of members that
   * have none below them, as `pageKey` names it; undefined = the first line.
   */
  begin: string | undefined;
  isOpen: (key: string) => boolean;
  /** Levels of the rows. */
  depth: number;
  /** Lines from which on nothing more is opened. */
  most: number;
  runs: Runs;
}

const topOf = (key: string) => key.split("/", 1)[0] ?? "";
/** The path that a place lies under or is, of a member or a page. */
const pathOf = (place: string) => place.split("//", 1)[0] ?? "";
const depthOf = (path: string) => (path === "" ? 0 : path.split("/").length);

/**
 * A part of the rows that is assembled at a time. An assembly asks of one member
 * after the other, top to bottom, whether it is open, and of pages of members
 * whether they are looked at: those before the window are not, nor are those after
 * enough lines have come of it.
 */
export class FileWindow {
  readonly #options: WindowOptions;
  #begun: boolean;
  #lines = 0;
  #run: number | undefined;
  #next: string | undefined;

  constructor(options: WindowOptions) {
    const { begin, runs } = options;
    this.#options = options;
    this.#begun = begin === undefined;
    this.#run = begin === undefined ? undefined : runs.get(topOf(begin))?.index;
  }

  /** What the window after this one begins with; undefined = it is the last. */
  get next(): string | undefined {
    return this.#next;
  }

  readonly opening: Opening = {
    expanded: { has: (key) => this.#isOpen(key) },
    pages: { has: (key) => this.#isWanted(key) },
  };

  /** Counts the lines that come of what is opened. */
  counting(ask: Ask): Ask {
    const { depth } = this.#options;
    return (question) => {
      const load = ask(question);
      const { purpose, row } = question;
      if (this.#begun && purpose === "members" && (row !== "" || depth === 1)) {
        this.#lines += load.answer?.rows.length ?? 0;
      }
      return load;
    };
  }

  #isOpen(key: string): boolean {
    const { begin, isOpen, most, runs } = this.#options;
    if (this.#next !== undefined) return false;
    if (!this.#begun && key !== begin) {
      return begin !== undefined && `${pathOf(begin)}/`.startsWith(`${key}/`);
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

  #isWanted(page: string): boolean {
    const { begin, depth, most } = this.#options;
    // Members that may be opened are needed to come to those below them.
    if (depthOf(pathOf(page)) < depth - 1) return true;
    if (this.#next !== undefined) return false;
    if (!this.#begun && page !== begin) return false;
    if (this.#begun && this.#lines >= most) {
      this.#next = page;
      return false;
    }
    this.#begun = true;
    return true;
  }
}

/** Where a member or a page begins among the lines of a grid. */
function placeOf(
  rows: readonly GridRow[],
  place: string,
  page: number,
): number {
  const path = pathOf(place);
  if (path === place) return rows.findIndex((row) => row.key === place);
  const first = rows.findIndex((row) => {
    const parent = row.kind === "node" ? row.node.parent : row.parent;
    return encodePath(parent?.path ?? []) === path;
  });
  return first + Number(place.slice(path.length + 2)) * page;
}

/**
 * The lines of a window.
 *
 * @param page members of a page
 */
export const linesOf = (
  rows: readonly GridRow[],
  begin: string | undefined,
  next: string | undefined,
  page: number,
): readonly GridRow[] =>
  rows.slice(
    begin === undefined ? 0 : placeOf(rows, begin, page),
    next === undefined ? rows.length : placeOf(rows, next, page),
  );

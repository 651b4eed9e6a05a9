/** Indices in sight: from the first to before `to`. */
export interface Range {
  from: number;
  to: number;
}

/** The offset nearest to `now` that shows `start` to `end` within the room. */
const nearest = (now: number, start: number, end: number, room: number) =>
  start < now ? start : Math.max(now, Math.min(start, end - room));

/**
 * The part of its content that a scrolling element shows, in pixels. Both
 * directions in one, so that a diagonal step is one change and not two.
 */
export class Viewport {
  readonly #listeners = new Set<() => void>();
  #element: HTMLElement | undefined;
  top = 0;
  left = 0;
  height = 0;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Follows an element until the function that it returns is called. */
  follow(element: HTMLElement): () => void {
    this.#element = element;
    this.#measure(element);
    const observer = new ResizeObserver(() => this.#measure(element));
    observer.observe(element);
    const onScroll = () => this.#look(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      this.#element = undefined;
      observer.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }

  /** Scrolls no further than it takes to show these pixels within the room. */
  revealRow(start: number, end: number, room: number): void {
    const element = this.#element;
    if (element === undefined) return;
    element.scrollTop = nearest(this.top, start, end, room);
    this.#look(element);
  }

  scrollToLeft(left: number): void {
    const element = this.#element;
    if (element === undefined) return;
    element.scrollLeft = left;
    this.#look(element);
  }

  revealColumn(start: number, end: number, room: number): void {
    const element = this.#element;
    if (element === undefined) return;
    element.scrollLeft = nearest(this.left, start, end, room);
    this.#look(element);
  }

  #measure(element: HTMLElement): void {
    this.height = element.clientHeight;
    this.#look(element);
  }

  #look(element: HTMLElement): void {
    this.top = element.scrollTop;
    this.left = element.scrollLeft;
    for (const listener of this.#listeners) listener();
  }
}

/** Lines of one height, in sight or nearly so; in steps, so that few scroll events change them. */
export function linesInSight(
  count: number,
  height: number,
  from: number,
  to: number,
): Range {
  if (to <= from) return { from: 0, to: 0 };
  const first = Math.floor(from / height) - OVERSCAN_LINES;
  const end = Math.ceil(to / height) + OVERSCAN_LINES;
  return {
    from: Math.max(0, Math.floor(first / STEP) * STEP),
    to: Math.min(count, Math.ceil(end / STEP) * STEP),
  };
}

/**
 * Columns in sight or nearly so.
 *
 * @param starts where each begins, and where the last one ends
 */
export function columnsInSight(
  starts: readonly number[],
  from: number,
  to: number,
): Range {
  const count = starts.length - 1;
  if (to <= from) return { from: 0, to: 0 };
  const last = starts.findIndex((start) => start >= to);
  const beyond = starts.findIndex((start) => start > from);
  const first = beyond < 0 ? count : beyond - 1;
  return {
    from: Math.max(0, first - OVERSCAN_COLUMNS),
    to: Math.min(count, (last < 0 ? count : last) + OVERSCAN_COLUMNS),
  };
}

const OVERSCAN_LINES = 4;
const STEP = 4;
const OVERSCAN_COLUMNS = 2;

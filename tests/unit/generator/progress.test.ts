import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProgressBar } from "../../../generator/progress/bar.ts";
import { ProgressLines } from "../../../generator/progress/lines.ts";
import { bytes, duration, whole } from "../../../generator/progress/numbers.ts";
import { rate, startProgress } from "../../../generator/progress/progress.ts";

describe("numbers for people", () => {
  it.each([
    [0, "0.0 s"],
    [3.44, "3.4 s"],
    [9.94, "9.9 s"],
    [9.96, "10 s"],
    [10, "10 s"],
    [59.4, "59 s"],
    [59.6, "1m 00s"],
    [60, "1m 00s"],
    [125, "2m 05s"],
    [3599.6, "1h 00m 00s"],
    [3723, "1h 02m 03s"],
    [360_000, "100h 00m 00s"],
    [Infinity, "unknown"],
    [NaN, "unknown"],
  ])("%d seconds are %s", (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  it("have commas and decimal units", () => {
    expect([0, 999, 1234.5, 1_234_567].map(whole)).toEqual([
      "0",
      "999",
      "1,235",
      "1,234,567",
    ]);
    expect([0, 999, 1_234_567, 5e9].map(bytes)).toEqual([
      "0 B",
      "999 B",
      "1.23 MB",
      "5 GB",
    ]);
  });
});

describe("rate", () => {
  const sent = { trades: 200, rows: 400, bytes: 8000 };

  it("counts what this run has sent, and what is left of all", () => {
    expect(rate({ trades: 500, sent }, 1000, 4)).toEqual({
      rowsPerSecond: 100,
      bytesPerSecond: 2000,
      left: 10,
    });
  });

  it("knows no end before the first trade, and none after the last", () => {
    const none = { trades: 300, sent: { trades: 0, rows: 0, bytes: 0 } };
    expect(rate(none, 1000, 4).left).toBe(Infinity);
    expect(rate({ trades: 1000, sent }, 1000, 4).left).toBe(0);
    expect(Number.isFinite(rate({ trades: 500, sent }, 1000, 0).left)).toBe(
      true,
    );
  });
});

/** Keeps what is written, and says it is a terminal of 200 columns or a file. */
class Screen extends Writable {
  text = "";
  readonly isTTY: boolean;
  readonly columns = 200;

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  override _write(chunk: Buffer, _encoding: unknown, done: () => void) {
    this.text += chunk.toString();
    done();
  }

  /** As cli-progress asks for it. */
  getWindowSize = () => [this.columns, 50];
  cursorTo = (x: number) => this.write(`\u001b[${x + 1}G`);
  moveCursor = () => true;
  clearLine = () => this.write("\u001b[K");
}

const stream = (screen: Screen) => screen as unknown as NodeJS.WriteStream;

const HALF = {
  trades: 500_000,
  sent: { trades: 500_000, rows: 930_000, bytes: 300_000_000 },
};

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => vi.useRealTimers());

describe("progress beside a file or a pipe", () => {
  it("is a plain line every ten seconds, and none after the end", () => {
    const screen = new Screen(false);
    const progress = new ProgressLines(1_000_000, screen);
    progress.update(HALF);
    vi.advanceTimersByTime(9999);
    expect(screen.text).toBe("");
    vi.advanceTimersByTime(1);
    expect(screen.text).toBe(
      "50 %, 500,000 of 1,000,000 trades, 930,000 rows, 93,000 rows/s, 30 MB/s, 10 s left\n",
    );
    vi.advanceTimersByTime(20_000);
    expect(screen.text.split("\n")).toHaveLength(4);
    progress.note("a note");
    expect(screen.text).toMatch(/left\na note\n$/);
    progress.stop();
    vi.advanceTimersByTime(60_000);
    expect(screen.text.split("\n")).toHaveLength(5);
  });

  it("says unknown while nothing is sent, and never 100 % before the end", () => {
    const screen = new Screen(false);
    const progress = new ProgressLines(1_000_000, screen);
    vi.advanceTimersByTime(10_000);
    progress.update({ ...HALF, trades: 999_999 });
    vi.advanceTimersByTime(10_000);
    progress.stop();
    const [first, second] = screen.text.split("\n");
    expect(first).toBe(
      "0 %, 0 of 1,000,000 trades, 0 rows, 0 rows/s, 0 B/s, unknown left",
    );
    expect(second).toMatch(/^99 %, 999,999 of /);
  });
});

describe("progress on a terminal", () => {
  it("is a bar that is drawn over itself, with notes above it", () => {
    const screen = new Screen(true);
    const bar = new ProgressBar(1_000_000, stream(screen));
    vi.advanceTimersByTime(10_000);
    bar.update(HALF);
    vi.advanceTimersByTime(1000);
    expect(screen.text).toContain(
      "50% | 500,000/1,000,000 trades | 930,000 rows | 93,000 rows/s | 30 MB/s | ETA 10 s",
    );
    expect(screen.text).not.toContain("\n");
    bar.note("the warehouse is away");
    expect(screen.text.endsWith("\r\u001b[Kthe warehouse is away\n")).toBe(
      true,
    );
    bar.stop();
    const { text } = screen;
    vi.advanceTimersByTime(60_000);
    expect(screen.text).toBe(text);
    // The cursor that was hidden is shown again.
    expect(text.lastIndexOf("\u001b[?25h")).toBeGreaterThan(
      text.lastIndexOf("\u001b[?25l"),
    );
  });
});

describe("startProgress", () => {
  const written = (isTTY: boolean, quiet: boolean) => {
    let text = "";
    const write = vi
      .spyOn(process.stderr, "write")
      .mockImplementation((chunk) => {
        text += String(chunk);
        return true;
      });
    const before = process.stderr.isTTY;
    process.stderr.isTTY = isTTY;
    try {
      const progress = startProgress(1_000_000, quiet);
      progress.update(HALF);
      progress.note("a note");
      vi.advanceTimersByTime(10_000);
      progress.stop();
    } finally {
      process.stderr.isTTY = before;
      write.mockRestore();
    }
    return text;
  };

  it("draws a bar on a terminal only, and nothing when it is to be quiet", () => {
    expect(written(true, false)).toContain("█");
    expect(written(false, false)).toMatch(/^a note\n50 %, .*\n$/);
    expect(written(true, true)).toBe("");
    expect(written(false, true)).toBe("");
  });
});

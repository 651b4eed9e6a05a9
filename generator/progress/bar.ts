import { Presets, SingleBar } from "cli-progress";
import { bytes, duration, whole } from "./numbers.ts";
import { type Done, NOTHING, type Progress, rate } from "./progress.ts";

const FORMAT =
  "{bar} {percentage}% | {value}/{total} trades | {rows} rows | {rate} rows/s | {speed}/s | ETA {left}";

const CLEAR_LINE = "\r\u001b[K";

/** A bar that redraws itself, for terminals. */
export class ProgressBar implements Progress {
  readonly #bar: SingleBar;
  readonly #stream: NodeJS.WriteStream;
  readonly #trades: number;
  readonly #started = performance.now();

  constructor(trades: number, stream: NodeJS.WriteStream) {
    this.#trades = trades;
    this.#stream = stream;
    this.#bar = new SingleBar(
      {
        format: FORMAT,
        stream,
        barsize: 24,
        fps: 5,
        hideCursor: true,
        // The command handles signals itself.
        gracefulExit: false,
        formatValue: (value, _options, type) =>
          type === "total" || type === "value" ? whole(value) : String(value),
      },
      Presets.shades_classic,
    );
    this.#bar.start(trades, 0, payload(NOTHING, trades, 0));
  }

  update(done: Done): void {
    const seconds = (performance.now() - this.#started) / 1000;
    this.#bar.update(done.trades, payload(done, this.#trades, seconds));
  }

  note(text: string): void {
    this.#stream.write(`${CLEAR_LINE}${text}\n`);
  }

  stop(): void {
    this.#bar.stop();
  }
}

function payload(done: Done, trades: number, seconds: number) {
  const { rowsPerSecond, bytesPerSecond, left } = rate(done, trades, seconds);
  return {
    rows: whole(done.sent.rows),
    rate: whole(rowsPerSecond),
    speed: bytes(bytesPerSecond),
    left: duration(left),
  };
}

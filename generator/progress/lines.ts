import { bytes, duration, whole } from "./numbers.ts";
import { type Done, NOTHING, type Progress, rate } from "./progress.ts";

const INTERVAL_MS = 10_000;

/** A line every ten seconds, for logs. */
export class ProgressLines implements Progress {
  readonly #trades: number;
  readonly #stream: NodeJS.WritableStream;
  readonly #started = performance.now();
  readonly #timer: NodeJS.Timeout;
  #done: Done = NOTHING;

  constructor(
    trades: number,
    stream: NodeJS.WritableStream,
    interval = INTERVAL_MS,
  ) {
    this.#trades = trades;
    this.#stream = stream;
    this.#timer = setInterval(() => this.#print(), interval);
    this.#timer.unref();
  }

  update(done: Done): void {
    this.#done = done;
  }

  note(text: string): void {
    this.#stream.write(`${text}\n`);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #print(): void {
    const { trades, sent } = this.#done;
    const seconds = (performance.now() - this.#started) / 1000;
    const speed = rate(this.#done, this.#trades, seconds);
    const percent = Math.floor((100 * trades) / this.#trades);
    this.#stream.write(
      `${percent} %, ${whole(trades)} of ${whole(this.#trades)} trades, ${whole(sent.rows)} rows, ${whole(speed.rowsPerSecond)} rows/s, ${bytes(speed.bytesPerSecond)}/s, ${duration(speed.left)} left\n`,
    );
  }
}

import type { Socket } from "node:net";
import type { RowBatch } from "../result.ts";
import type { Turn } from "./turn.ts";

/** Bytes that are gathered before they are written. */
export const CHUNK_BYTES = 64 * 1024;

/**
 * What a client is sent. Messages gather until there are enough of them; then whoever
 * sends waits until the client has taken them, so that a client that does not read
 * makes nothing grow here.
 */
export class Output {
  readonly #socket: Socket;
  readonly #turn: Turn;
  #messages: Buffer[] = [];
  #bytes = 0;
  #wake: (() => void) | undefined;

  constructor(socket: Socket, turn: Turn) {
    this.#socket = socket;
    this.#turn = turn;
    const wake = () => this.#wake?.();
    socket.on("drain", wake);
    socket.on("close", wake);
  }

  /** Whether enough has gathered to be written. */
  get full(): boolean {
    return this.#bytes >= CHUNK_BYTES;
  }

  /** Whole messages, to be written with the next flush. */
  send(...messages: Buffer[]): void {
    for (const message of messages) {
      this.#messages.push(message);
      this.#bytes += message.length;
    }
  }

  /**
   * The rows from one to another of a batch. Stops between two rows only.
   *
   * @throws the reason of the signal
   */
  async sendRows(
    { bytes, ends }: RowBatch,
    from: number,
    to: number,
    signal: AbortSignal,
  ): Promise<void> {
    let row = from;
    while (row < to) {
      const start = row === 0 ? 0 : ends[row - 1]!;
      row = firstEndingAt(ends, row, to, start + CHUNK_BYTES) + 1;
      this.send(bytes.subarray(start, ends[row - 1]));
      if (this.full) {
        await this.flush(signal);
        signal.throwIfAborted();
      }
    }
  }

  /**
   * Writes what has gathered. Resolves when the client has taken nearly all, when it
   * has gone, or when the signal aborts.
   */
  async flush(signal?: AbortSignal): Promise<void> {
    this.write();
    if (this.#socket.writableLength > this.#socket.writableHighWaterMark) {
      await this.#drained(signal);
    }
    if (this.#turn.over) await this.#turn.end();
  }

  /** Writes what has gathered and waits for nothing. */
  write(): void {
    if (this.#bytes === 0) return;
    const [first, ...others] = this.#messages;
    this.#messages = [];
    this.#bytes = 0;
    if (!this.#socket.writable) return;
    this.#socket.write(
      others.length === 0 ? first! : Buffer.concat([first!, ...others]),
    );
  }

  #drained(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      if (this.#socket.destroyed || signal?.aborted === true) return resolve();
      const wake = () => {
        this.#wake = undefined;
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      this.#wake = wake;
      signal?.addEventListener("abort", wake);
    });
  }
}

/** The first row that ends at a byte or after it, else the last one. */
function firstEndingAt(
  ends: ArrayLike<number>,
  from: number,
  to: number,
  byte: number,
): number {
  let [low, high] = [from, to - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ends[middle]! >= byte) high = middle;
    else low = middle + 1;
  }
  return low;
}

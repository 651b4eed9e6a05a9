import type { Socket } from "node:net";
import { FrameReader, type Frame } from "./frame-reader.ts";
import type { MessageLimit } from "./protocol.ts";

/** Bytes that may wait while a message is worked on; then the client has to. */
const MAX_WAITING_BYTES = 1024 * 1024;

/**
 * What a client sends, message by message.
 *
 * The socket is read also while a statement runs: this is how the end of a client
 * is noticed.
 */
export class Input {
  readonly #socket: Socket;
  readonly #reader = new FrameReader();
  #ended = false;
  #failure: Error | undefined;
  #wake: (() => void) | undefined;
  readonly #onData = (chunk: Buffer) => {
    this.#reader.push(chunk);
    if (this.#wake === undefined) this.#holdBack();
    else this.#wake();
  };
  readonly #onEnd = () => {
    this.#ended = true;
    this.#wake?.();
  };

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", this.#onData);
    socket.on("end", this.#onEnd);
    socket.on("close", this.#onEnd);
  }

  /** Bytes that have come and were not taken. */
  get buffered(): number {
    return this.#reader.buffered + this.#socket.readableLength;
  }

  /** Of the next message, as soon as it has come; undefined at the end. */
  async firstByte(): Promise<number | undefined> {
    return this.#next(() => this.#reader.firstByte);
  }

  /** @throws SqlError 08P01; or why the reading was given up */
  async startUp(): Promise<Buffer | undefined> {
    return this.#next(() => this.#reader.takeStartUp());
  }

  /**
   * A message that has already come.
   *
   * @throws SqlError 08P01
   */
  take(limit: MessageLimit): Frame | undefined {
    if (this.#failure !== undefined) throw this.#failure;
    return this.#reader.takeMessage(limit);
  }

  /**
   * The next message, undefined at the end.
   *
   * @throws SqlError 08P01; or why the reading was given up
   */
  async message(limit: MessageLimit): Promise<Frame | undefined> {
    return this.#next(() => this.#reader.takeMessage(limit));
  }

  /** Makes the reading reject. */
  giveUp(reason: Error): void {
    this.#failure ??= reason;
    this.#wake?.();
  }

  /**
   * Hands the socket over, to be read by another.
   *
   * @returns what has come and was not taken
   */
  release(): Buffer {
    this.#socket.off("data", this.#onData);
    this.#socket.off("end", this.#onEnd);
    this.#socket.off("close", this.#onEnd);
    this.#socket.pause();
    return this.#reader.takeRest();
  }

  async #next<T>(take: () => T | undefined): Promise<T | undefined> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure;
      const taken = take();
      if (taken !== undefined) return taken;
      if (this.#ended) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (this.#socket.isPaused()) this.#socket.resume();
      });
      this.#wake = undefined;
    }
  }

  #holdBack(): void {
    if (this.#reader.buffered > MAX_WAITING_BYTES) this.#socket.pause();
  }
}

import { SqlError } from "../sql-error.ts";
import { MAX_START_UP_BYTES, type MessageLimit } from "./protocol.ts";

/** A message as it came: its type, and what follows its length. */
export interface Frame {
  type: number;
  body: Buffer;
}

/** Bytes of a length, which counts itself. */
const LENGTH_BYTES = 4;
/** A length and a version or a request. */
const MIN_START_UP_BYTES = 8;
const MIN_BUFFER_BYTES = 1024;
const EMPTY = Buffer.alloc(0);

/**
 * Cuts what comes in from a socket into messages.
 *
 * A byte is copied at most about twice, however small the pieces are that it comes
 * in, and memory grows with what has come, never with what a length announces.
 */
export class FrameReader {
  /** Bytes once given out are never written to again: messages are views of it. */
  #buffer: Buffer = EMPTY;
  #start = 0;
  #end = 0;

  /** Bytes that were not taken yet. */
  get buffered(): number {
    return this.#end - this.#start;
  }

  /** The next byte to come, if there is one. */
  get firstByte(): number | undefined {
    return this.buffered === 0 ? undefined : this.#buffer[this.#start];
  }

  push(chunk: Buffer): void {
    const live = this.buffered;
    if (live === 0) {
      this.#buffer = chunk;
      this.#start = 0;
      this.#end = chunk.length;
      return;
    }
    if (this.#end + chunk.length > this.#buffer.length) {
      const grown = Buffer.allocUnsafeSlow(
        Math.max(MIN_BUFFER_BYTES, 2 * (live + chunk.length)),
      );
      this.#buffer.copy(grown, 0, this.#start, this.#end);
      this.#buffer = grown;
      this.#start = 0;
      this.#end = live;
    }
    chunk.copy(this.#buffer, this.#end);
    this.#end += chunk.length;
  }

  /** All that was not taken. */
  takeRest(): Buffer {
    return this.#take(this.buffered);
  }

  /**
   * A start-up packet, which has no type, without its length.
   *
   * @throws SqlError 08P01, FATAL
   */
  takeStartUp(): Buffer | undefined {
    if (this.buffered < LENGTH_BYTES) return undefined;
    const length = this.#buffer.readInt32BE(this.#start);
    if (length < MIN_START_UP_BYTES || length > MAX_START_UP_BYTES) {
      throw new SqlError(
        "08P01",
        `invalid length of startup packet: ${length}`,
        {
          severity: "FATAL",
          hint: `a startup packet has ${MIN_START_UP_BYTES} to ${MAX_START_UP_BYTES} bytes`,
        },
      );
    }
    if (this.buffered < length) return undefined;
    return this.#take(length).subarray(LENGTH_BYTES);
  }

  /**
   * The next message; refused as soon as its type or its length is known to be wrong.
   *
   * @throws SqlError 08P01, FATAL
   */
  takeMessage(limit: MessageLimit): Frame | undefined {
    const type = this.firstByte;
    if (type === undefined) return undefined;
    const most = limit(type);
    if (most === undefined) {
      throw new SqlError("08P01", `invalid frontend message type ${type}`, {
        severity: "FATAL",
      });
    }
    if (this.buffered < 1 + LENGTH_BYTES) return undefined;
    const length = this.#buffer.readInt32BE(this.#start + 1);
    if (length < LENGTH_BYTES || length > most) {
      throw new SqlError(
        "08P01",
        `invalid length of message type "${String.fromCharCode(type)}": ${length}`,
        { severity: "FATAL", hint: `it has ${LENGTH_BYTES} to ${most} bytes` },
      );
    }
    if (this.buffered < 1 + length) return undefined;
    return { type, body: this.#take(1 + length).subarray(1 + LENGTH_BYTES) };
  }

  #take(length: number): Buffer {
    const taken = this.#buffer.subarray(this.#start, this.#start + length);
    this.#start += length;
    // A buffer that has been read need not wait for the next one to be freed.
    if (this.#start === this.#end) {
      this.#buffer = EMPTY;
      this.#start = 0;
      this.#end = 0;
    }
    return taken;
  }
}

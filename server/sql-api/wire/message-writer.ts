const FIRST_BYTES = 256;
/** A type and a length. */
const HEADER_BYTES = 5;

/**
 * Writes one message. A NUL in a text would end it too early, and all that follows
 * would be misread: U+FFFD takes its place.
 */
export class MessageWriter {
  #buffer = Buffer.allocUnsafe(FIRST_BYTES);
  #at = HEADER_BYTES;

  constructor(type: number) {
    this.#buffer[0] = type;
  }

  byte(value: number): this {
    const at = this.#reserve(1);
    this.#buffer[at] = value;
    return this;
  }

  int16(value: number): this {
    const at = this.#reserve(2);
    this.#buffer.writeInt16BE(value, at);
    return this;
  }

  /** A count: what has its highest bit set is not negative. */
  uint16(value: number): this {
    const at = this.#reserve(2);
    this.#buffer.writeUInt16BE(value, at);
    return this;
  }

  int32(value: number): this {
    const at = this.#reserve(4);
    this.#buffer.writeInt32BE(value, at);
    return this;
  }

  /** An oid. */
  uint32(value: number): this {
    const at = this.#reserve(4);
    this.#buffer.writeUInt32BE(value, at);
    return this;
  }

  bytes(value: Uint8Array): this {
    const at = this.#reserve(value.length);
    this.#buffer.set(value, at);
    return this;
  }

  string(text: string): this {
    return this.bytes(Buffer.from(text.replaceAll("\0", "\ufffd"))).byte(0);
  }

  /** The message; the writer has then done its work. */
  end(): Buffer {
    this.#buffer.writeInt32BE(this.#at - 1, 1);
    return this.#buffer.subarray(0, this.#at);
  }

  /** May put another buffer in the place of the one there is. */
  #reserve(length: number): number {
    const start = this.#at;
    this.#at += length;
    if (this.#at > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(2 * this.#at);
      this.#buffer.copy(grown, 0, 0, start);
      this.#buffer = grown;
    }
    return start;
  }
}

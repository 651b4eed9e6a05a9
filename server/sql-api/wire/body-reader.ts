import { isUtf8 } from "node:buffer";
import { SqlError } from "../sql-error.ts";

const INT16_BYTES = 2;
const INT32_BYTES = 4;

/**
 * Reads the fields of one message, never past its end.
 *
 * Its methods throw SqlError 08P01 where the message is shorter than they need, and
 * 22021 for text that is not UTF-8.
 */
export class BodyReader {
  readonly #body: Buffer;
  #at = 0;

  constructor(body: Buffer) {
    this.#body = body;
  }

  get remaining(): number {
    return this.#body.length - this.#at;
  }

  byte(): number {
    return this.#body[this.#advance(1)]!;
  }

  /** Counts are unsigned: 65,535 parameters are legal. */
  uint16(): number {
    return this.#body.readUInt16BE(this.#advance(INT16_BYTES));
  }

  int32(): number {
    return this.#body.readInt32BE(this.#advance(INT32_BYTES));
  }

  uint32(): number {
    return this.#body.readUInt32BE(this.#advance(INT32_BYTES));
  }

  bytes(length: number): Buffer {
    const start = this.#advance(length);
    return this.#body.subarray(start, start + length);
  }

  rest(): Buffer {
    return this.bytes(this.remaining);
  }

  /** Up to a NUL, which is passed. */
  string(): string {
    const end = this.#body.indexOf(0, this.#at);
    if (end === -1) {
      throw new SqlError("08P01", "invalid string in message", {
        hint: "end a string with a NUL byte",
      });
    }
    const bytes = this.bytes(end - this.#at);
    this.#at = end + 1;
    if (!isUtf8(bytes)) {
      throw new SqlError("22021", 'invalid byte sequence for encoding "UTF8"', {
        hint: "send text as UTF-8, the only client_encoding there is",
      });
    }
    return bytes.toString("utf8");
  }

  /** @throws SqlError 08P01 when something is left */
  end(): void {
    if (this.remaining !== 0) {
      throw new SqlError(
        "08P01",
        `invalid message format: ${this.remaining} bytes after its end`,
      );
    }
  }

  #advance(length: number): number {
    if (length < 0 || length > this.remaining) {
      throw new SqlError("08P01", "insufficient data left in message", {
        detail: `${length} bytes were announced, ${this.remaining} are left`,
      });
    }
    const start = this.#at;
    this.#at += length;
    return start;
  }
}

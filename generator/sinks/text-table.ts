const WORD = 8;

/** Texts by number, laid out so that writing one is a few 8-byte moves. */
export class TextTable {
  /** Bytes that a write may touch: those of the longest text. */
  readonly width: number;
  readonly #lengths: Uint16Array;
  readonly #bytes: DataView;

  constructor(texts: readonly string[]) {
    const encoded = texts.map((text) => Buffer.from(text));
    const longest = Math.max(0, ...encoded.map(({ length }) => length));
    const width = Math.ceil(longest / WORD) * WORD;
    const bytes = new Uint8Array(texts.length * width);
    encoded.forEach((text, entry) => bytes.set(text, entry * width));
    this.width = width;
    this.#lengths = Uint16Array.from(encoded, ({ length }) => length);
    this.#bytes = new DataView(bytes.buffer);
  }

  /**
   * Writes a text and moves zeros after it, for what is written next to
   * overwrite: a loop of always the same length is never predicted wrong.
   *
   * @returns the place after the text
   */
  write(view: DataView, at: number, entry: number): number {
    const bytes = this.#bytes;
    const { width } = this;
    const from = entry * width;
    for (let i = 0; i < width; i += WORD) {
      view.setFloat64(at + i, bytes.getFloat64(from + i, true), true);
    }
    return at + this.#lengths[entry]!;
  }
}

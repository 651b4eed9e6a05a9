/** Of a letter to its size, where nothing can be measured. */
const LETTER = 0.62;

// The few titles of a pivot, measured once: reading the page's style takes a while.
const MEASURED = new Map<string, number>();

function measure(text: string, size: number, weight: number): number {
  const context =
    typeof document === "undefined"
      ? null
      : document.createElement("canvas").getContext("2d");
  if (context === null) return text.length * size * LETTER;
  const { fontFamily } = getComputedStyle(document.body);
  context.font = `${weight} ${size}px ${fontFamily}`;
  return context.measureText(text).width;
}

/**
 * Pixels that a text takes in the page's font.
 *
 * @param size of the font, in pixels
 * @param weight of the font, 100 to 900
 */
export function textWidth(text: string, size: number, weight: number): number {
  const key = `${weight} ${size} ${text}`;
  const width = MEASURED.get(key) ?? measure(text, size, weight);
  MEASURED.set(key, width);
  return width;
}

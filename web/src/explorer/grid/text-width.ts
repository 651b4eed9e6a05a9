/** Of a letter to its size, where nothing can be measured. */
const LETTER = 0.62;

let context: CanvasRenderingContext2D | null | undefined;

/**
 * Pixels that a text takes in the page's font.
 *
 * @param size of the font, in pixels
 * @param weight of the font, 100 to 900
 */
export function textWidth(text: string, size: number, weight: number): number {
  if (typeof document === "undefined") return text.length * size * LETTER;
  context ??= document.createElement("canvas").getContext("2d");
  if (context === null) return text.length * size * LETTER;
  const { fontFamily } = getComputedStyle(document.body);
  context.font = `${weight} ${size}px ${fontFamily}`;
  return context.measureText(text).width;
}

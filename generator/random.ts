import seedrandom from "seedrandom";

/** Uniform numbers in [0, 1). */
export type Random = () => number;

/**
 * A stream of its own for one purpose: streams never share draws, so adding one
 * changes no other. Tyche-i, Neves and Araujo (2011): the fastest generator of
 * seedrandom, whole multiples of 2^-32.
 */
export function stream(purpose: string, seed: string): Random {
  return seedrandom.tychei(`${purpose}:${seed}`);
}

/** Whole number in [0, count). */
export const below = (random: Random, count: number): number =>
  Math.floor(random() * count);

/** `count` different whole numbers in [0, of), in random order. */
export function pick(random: Random, count: number, of: number): number[] {
  const numbers = Array.from({ length: of }, (_, index) => index);
  for (let index = 0; index < count; index++) {
    const other = index + below(random, of - index);
    [numbers[index], numbers[other]] = [numbers[other]!, numbers[index]!];
  }
  return numbers.slice(0, count);
}

/** Zipf's law: the weight of rank 0, 1, 2 … is 1, 1/2^s, 1/3^s … */
export const zipf = (count: number, exponent: number): number[] =>
  Array.from({ length: count }, (_, rank) =>
    Math.exp(-exponent * Math.log(rank + 1)),
  );

/**
 * Draws an index with given odds in constant time and one uniform number:
 * Walker's alias method, tables built after Vose (1991). Which of the two
 * entries of a place is taken is arithmetic and not a branch: no processor can
 * predict it, and a wrong guess costs more than the rest of the draw.
 */
export class WeightedChoice {
  /** Per place n: points of [n, n + 1) from here on give the second entry. */
  readonly #bound: Float64Array;
  /** Per place: itself, then its alias. */
  readonly #entries: Uint16Array;

  constructor(weights: readonly number[]) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    this.#bound = Float64Array.from(weights, (_, index) => index + 1);
    this.#entries = Uint16Array.from(weights.flatMap((_, i) => [i, i]));
    const share = weights.map((weight) => (weight / total) * weights.length);
    const small = share.flatMap((value, index) => (value < 1 ? [index] : []));
    const large = share.flatMap((value, index) => (value < 1 ? [] : [index]));
    while (small.length > 0 && large.length > 0) {
      const less = small.pop()!;
      const more = large.at(-1)!;
      this.#bound[less] = less + share[less]!;
      this.#entries[less * 2 + 1] = more;
      share[more] = share[more]! + share[less]! - 1;
      if (share[more] < 1) small.push(large.pop()!);
    }
  }

  draw(random: Random): number {
    const point = random() * this.#bound.length;
    const place = Math.floor(point);
    const second = Math.floor(1 + point - this.#bound[place]!);
    return this.#entries[place * 2 + second]!;
  }
}

import seedrandom from "seedrandom";

/** Uniform numbers in [0, 1). */
export type Random = () => number;

/**
 * A stream of its own for one purpose: streams never share draws, so adding one
 * changes no other. Alea, Johannes Baagøe (see seedrandom).
 */
export function stream(purpose: string, seed: string): Random {
  return seedrandom.alea(`${purpose}:${seed}`);
}

/** One standard normal number, Box–Muller. */
export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
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
 * Walker's alias method, tables built after Vose (1991).
 */
export class WeightedChoice {
  readonly #keep: Float64Array;
  readonly #alias: Uint16Array;

  constructor(weights: readonly number[]) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    this.#keep = new Float64Array(weights.length).fill(1);
    this.#alias = new Uint16Array(weights.length);
    const share = weights.map((weight) => (weight / total) * weights.length);
    const small = share.flatMap((value, index) => (value < 1 ? [index] : []));
    const large = share.flatMap((value, index) => (value < 1 ? [] : [index]));
    while (small.length > 0 && large.length > 0) {
      const less = small.pop()!;
      const more = large.at(-1)!;
      this.#keep[less] = share[less]!;
      this.#alias[less] = more;
      share[more] = share[more]! + share[less]! - 1;
      if (share[more] < 1) small.push(large.pop()!);
    }
  }

  draw(random: Random): number {
    const point = random() * this.#keep.length;
    const index = Math.floor(point);
    return point - index < this.#keep[index]! ? index : this.#alias[index]!;
  }
}

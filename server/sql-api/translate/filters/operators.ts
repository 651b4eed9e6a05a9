import type { Comparison } from "./times.ts";

/** Holds where the other does not, and neither for NULL. */
export const INVERSE: Record<Comparison, Comparison> = {
  "=": "<>",
  "<>": "=",
  "<": ">=",
  ">=": "<",
  ">": "<=",
  "<=": ">",
};
/** The same with its sides exchanged. */
export const MIRRORED: Record<Comparison, Comparison> = {
  "=": "=",
  "<>": "<>",
  "<": ">",
  ">": "<",
  "<=": ">=",
  ">=": "<=",
};

export function operatorOf(name: string | undefined): Comparison | undefined {
  const written = name === "!=" ? "<>" : (name ?? "");
  return written in INVERSE ? (written as Comparison) : undefined;
}

import { expect } from "vitest";
import type { DeskFacts } from "./client-stack.ts";

/** A row of a desk, its notional and its number of rows. */
export type DeskRow = [desk: string, notional: number, rows: number];

/** The facts as rows; sums of doubles depend a little on their order. */
export const deskRows = (facts: DeskFacts[]): DeskRow[] =>
  facts.map(({ desk, notional, rows }) => [
    desk,
    expect.closeTo(notional, 2) as number,
    rows,
  ]);

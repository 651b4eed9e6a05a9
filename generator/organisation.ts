import { below, pick, stream, zipf } from "./random.ts";
import { DESKS, STRATEGIES } from "./reference/labels.ts";

const BOOKS_PER_DESK = 6;

/** A path through the organisation: manager → fund → portfolio → desk → book. */
export interface Leaf {
  managerId: number;
  fundId: number;
  portfolioId: number;
  /** Settlement account: one per portfolio and desk. */
  accountId: number;
  desk: string;
  book: string;
  strategy: string;
  /** Share of the activity, relative to the other leaves. */
  weight: number;
}

/** A book belongs to one desk and has one strategy, for good. */
const bookOf = (desk: number, book: number) => ({
  book: `${DESKS[desk]![1]}-${String(book + 1).padStart(2, "0")}`,
  strategy: STRATEGIES[(desk * BOOKS_PER_DESK + book) % STRATEGIES.length]!,
});

/**
 * Ids name their parent (fund 100101 is the first of manager 1), so they are
 * unique over all managers, and the ranges of the levels never meet.
 */
function managerLeaves(manager: number): Omit<Leaf, "weight">[] {
  const random = stream("organisation", String(manager));
  const leaves: Omit<Leaf, "weight">[] = [];
  const funds = 1 + below(random, 3);
  for (let fund = 1; fund <= funds; fund++) {
    const fundId = (1000 + manager) * 100 + fund;
    const portfolios = 1 + below(random, 4);
    for (let portfolio = 1; portfolio <= portfolios; portfolio++) {
      const portfolioId = fundId * 100 + portfolio;
      const desks = pick(random, 1 + below(random, 2), DESKS.length);
      desks.forEach((desk, place) => {
        const books = pick(random, 1 + below(random, 2), BOOKS_PER_DESK);
        for (const book of books) {
          leaves.push({
            managerId: manager,
            fundId,
            portfolioId,
            accountId: portfolioId * 100 + place + 1,
            desk: DESKS[desk]![0],
            ...bookOf(desk, book),
          });
        }
      });
    }
  }
  return leaves;
}

/**
 * The organisation. It is the same for every seed, and a manager's funds do not
 * depend on how many managers there are, so loads with different parameters meet
 * in one tree. Activity is skewed: over managers, in an order of the seed, and
 * within one over books.
 */
export function organisation(managers: number, seed: string): Leaf[] {
  const shares = zipf(managers, 0.9);
  const rank = pick(stream("activity", seed), managers, managers);
  return rank.flatMap((place, index) => {
    const leaves = managerLeaves(index + 1);
    const inside = zipf(leaves.length, 0.8);
    const total = inside.reduce((sum, weight) => sum + weight, 0);
    return leaves.map((leaf, order) => ({
      ...leaf,
      weight: (shares[place]! * inside[order]!) / total,
    }));
  });
}

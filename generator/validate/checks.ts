import type { CheckResult } from "./report.ts";

/** Counts what one check saw. */
export class Check {
  readonly result: CheckResult;

  constructor(title: string, unit: string) {
    this.result = { title, unit, checked: 0, breaches: 0, example: "" };
  }

  /** Notes one thing that must hold; the example is made only for the first breach. */
  expect(holds: boolean, example: () => string): void {
    this.result.checked++;
    if (holds) return;
    if (this.result.breaches++ === 0) this.result.example = example();
  }
}

/** Remembers the one parent of every child. */
export class Tree {
  readonly check: Check;
  readonly #parents = new Map<string, string>();

  constructor(title: string, unit: string) {
    this.check = new Check(title, unit);
  }

  add(level: string, child: string, parent: string): void {
    const key = `${level} ${child}`;
    const known = this.#parents.get(key);
    if (known === parent) return;
    if (known === undefined) this.#parents.set(key, parent);
    this.check.expect(
      known === undefined,
      () => `${key} in ${known} and in ${parent}`,
    );
  }
}

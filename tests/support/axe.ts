import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const require = createRequire(import.meta.url);

interface Rule {
  id: string;
  impact: string | null;
  nodes: { target: string[] }[];
}

/** Rules by what axe found; one may be in several lists, with other elements. */
export interface AxeResults {
  violations: Rule[];
  passes: Rule[];
  /** What only a person can tell. */
  incomplete: Rule[];
}

/** All rules of axe over what the page shows, and that targets are large enough. */
export async function runAxe(page: Page): Promise<AxeResults> {
  await page.evaluate(await readFile(require.resolve("axe-core"), "utf8"));
  return page.evaluate<AxeResults>(
    `axe.run(document, {
      resultTypes: ["violations"],
      rules: { "target-size": { enabled: true } },
    })`,
  );
}

/** Serious and critical findings: what is wrong, and with which elements. */
export const serious = ({ violations }: AxeResults): string[] =>
  violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
    );

export const seriousFindings = async (page: Page): Promise<string[]> =>
  serious(await runAxe(page));

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";
import { ServiceError } from "../../base/errors.ts";
import { startBrowser } from "../../tests/support/browser.ts";
import { freePorts } from "../../tests/support/warehouse.ts";
import { PAGES } from "../../web/src/components/pages.ts";

/** Least score of each page, of 100. */
export const LIGHTHOUSE_LIMIT = 95;

/** The newest that runs on Node 20. */
const TOOL = "lighthouse@12.8.2";

/** Colours → what tells Chromium that the system has them. */
const COLOURS = { light: 1, dark: 0 } as const;

const PATIENCE_MS = 180_000;

export interface LighthouseScore {
  page: string;
  colours: string;
  /** Of accessibility, 0 to 100. */
  score: number;
}

interface Result {
  categories: { accessibility: { score: number | null } };
}

async function scoreOf(address: string, port: number): Promise<number> {
  const { stdout } = await promisify(execFile)(
    "npx",
    [
      "--yes",
      TOOL,
      address,
      `--port=${port}`,
      "--only-categories=accessibility",
      "--form-factor=desktop",
      "--screenEmulation.disabled",
      "--disable-full-page-screenshot",
      "--no-enable-error-reporting",
      "--output=json",
      "--quiet",
    ],
    { maxBuffer: 2 ** 26, timeout: PATIENCE_MS },
  );
  const { score } = (JSON.parse(stdout) as Result).categories.accessibility;
  if (score === null) {
    throw new ServiceError(
      "program-failed",
      `${TOOL} gave ${address} no score`,
    );
  }
  return Math.round(score * 100);
}

async function prefersDark(browser: Browser): Promise<boolean> {
  const context = await browser.newContext({ colorScheme: null });
  const page = await context.newPage();
  const dark = await page.evaluate<boolean>(
    'matchMedia("(prefers-color-scheme: dark)").matches',
  );
  await context.close();
  return dark;
}

/**
 * What Lighthouse itself says of every page, in light and dark. The tool is no
 * dependency, npx gets it from the registry: the tests compute its score from
 * the same rules of axe (tests/support/lighthouse.ts).
 */
export async function measureLighthouse(
  url: string,
): Promise<LighthouseScore[]> {
  const scores: LighthouseScore[] = [];
  for (const [colours, setting] of Object.entries(COLOURS)) {
    const [port = 0] = await freePorts(1);
    const browser = await startBrowser([
      `--remote-debugging-port=${port}`,
      `--blink-settings=preferredColorScheme=${setting}`,
    ]);
    try {
      if ((await prefersDark(browser)) !== (colours === "dark")) {
        throw new Error(`Chromium does not prefer ${colours} colours`);
      }
      for (const { path } of PAGES) {
        const score = await scoreOf(`${url}${path}`, port);
        scores.push({ page: path, colours, score });
      }
    } finally {
      await browser.close();
    }
  }
  return scores;
}

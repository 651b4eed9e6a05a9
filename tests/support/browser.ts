import { mkdirSync } from "node:fs";
import chromium from "@sparticuz/chromium";
import {
  type Browser,
  type BrowserContextOptions,
  chromium as playwright,
  type Page,
} from "playwright-core";

const SCREENSHOTS = new URL("../e2e/screenshots/", import.meta.url);

/**
 * A headless Chromium from the registry: nothing is downloaded on first use.
 *
 * @param args more of its command line
 */
export async function startBrowser(
  args: readonly string[] = [],
): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    // Not the package's own arguments, which are for one-shot functions: a
    // single process, and no web security.
    args: ["--no-sandbox", "--disable-dev-shm-usage", ...args],
    headless: true,
  });
}

/** A page in a session of its own, with times in UTC like the data. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "UTC",
    ...options,
  });
  return context.newPage();
}

/** Saves what the page looks like, for a person to see. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  const path = new URL(`${name}.png`, SCREENSHOTS).pathname;
  await page.screenshot({ path, animations: "disabled" });
}

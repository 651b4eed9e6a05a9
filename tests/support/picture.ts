import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import pixelmatch from "pixelmatch";
import type { Locator, Page } from "playwright-core";
import { PNG } from "pngjs";

const APPROVED = new URL("../e2e/__screenshots__/", import.meta.url);
const SEEN = new URL("../e2e/screenshots/", import.meta.url);

/**
 * How much of a colour may differ, 0 to 1: edges of letters are smoothed
 * differently from machine to machine.
 */
const COLOUR_TOLERANCE = 0.2;

/**
 * Share of pixels that may differ. Without a system font Chromium takes
 * whatever is there, so text may be a pixel wider elsewhere; a missing panel,
 * column or colour is more than this.
 */
const PIXEL_TOLERANCE = 0.03;

/** Times and durations: of this run, not of the page. */
const MASKED = [".status-bar", ".answer-badge", ".sql-result-bar"];

/** A time of one digit more must not wrap, which would move what is below. */
const ONE_LINE = `${MASKED.join(", ")} {
  flex-wrap: nowrap !important;
  height: 28px !important;
  overflow: hidden !important;
}`;

/**
 * Compares what the page looks like with the approved picture of that name in
 * tests/e2e/__screenshots__. `UPDATE_SCREENSHOTS=1` approves what it looks like
 * now. Missing pictures are written too, but not in CI.
 *
 * @returns what is wrong, or undefined; then the picture and the difference
 * are in tests/e2e/screenshots
 */
export async function pictureDiffers(
  page: Page,
  name: string,
): Promise<string | undefined> {
  const masked: Locator[] = MASKED.map((selector) => page.locator(selector));
  const taken = await page.screenshot({
    animations: "disabled",
    caret: "hide",
    style: ONE_LINE,
    mask: masked,
    maskColor: "#888888",
  });
  const file = new URL(`${name}.png`, APPROVED);
  const renew = process.env["UPDATE_SCREENSHOTS"] === "1";
  if (renew || (!existsSync(file) && process.env["CI"] === undefined)) {
    mkdirSync(APPROVED, { recursive: true });
    writeFileSync(file, taken);
    return undefined;
  }
  if (!existsSync(file)) {
    return `${name}: there is no approved picture; run the tests with UPDATE_SCREENSHOTS=1 and look at what it writes`;
  }
  const now = PNG.sync.read(taken);
  const approved = PNG.sync.read(readFileSync(file));
  const { width, height } = approved;
  if (now.width !== width || now.height !== height) {
    return `${name}: ${now.width} × ${now.height} pixels instead of ${width} × ${height}`;
  }
  const difference = new PNG({ width, height });
  const pixels = pixelmatch(
    approved.data,
    now.data,
    difference.data,
    width,
    height,
    { threshold: COLOUR_TOLERANCE },
  );
  const share = pixels / (width * height);
  if (share <= PIXEL_TOLERANCE) return undefined;
  mkdirSync(SEEN, { recursive: true });
  writeFileSync(new URL(`${name}.now.png`, SEEN), taken);
  writeFileSync(
    new URL(`${name}.difference.png`, SEEN),
    PNG.sync.write(difference),
  );
  return `${name}: ${(share * 100).toFixed(1)} % of the pixels differ, ${PIXEL_TOLERANCE * 100} % may; see tests/e2e/screenshots/${name}.difference.png, and if it is meant, run with UPDATE_SCREENSHOTS=1`;
}

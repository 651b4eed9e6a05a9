import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runAxe, serious } from "../support/axe.ts";
import { ExplorerPage } from "../support/explorer-page.ts";
import { lighthouseScore } from "../support/lighthouse.ts";
import { LookThroughPage } from "../support/look-through-page.ts";
import { SqlPage } from "../support/sql-page.ts";
import {
  closePage,
  LOAD,
  startWeb,
  type WebStack,
} from "../support/web-stack.ts";

const ORGANISATION = "/?v=2&rows=organisation&values=notional,trade_count";
const NO_DATA = "dates=2019-01-01..2019-01-31";

let stack: WebStack;
let page: Page;

beforeAll(async () => {
  stack = await startWeb();
});

afterAll(() => stack?.stop());

beforeEach(async () => {
  await closePage(page);
  // Half of a fading colour has half of a contrast.
  page = await stack.newPage({ reducedMotion: "reduce" });
});

const go = (path: string) => page.goto(`${stack.apiUrl}${path}`);

const fail = (route: Route) =>
  route.fulfill({ status: 500, json: { error: "the engine is tired" } });

const settledPivot = () => new ExplorerPage(page).settled();

/** A page in a state, ready to be looked at. */
const STATES: Record<string, () => Promise<unknown>> = {
  "/ loaded": async () => {
    await go("/");
    await settledPivot();
  },
  "/ expanded, with heat maps and bars": async () => {
    await go(
      "/?v=2&rows=organisation&columns=region&values=notional:heat/all,pnl:heat/column:bar&rows.open=1",
    );
    await settledPivot();
  },
  "/ with the menu of a cell": async () => {
    const pivot = new ExplorerPage(page);
    await pivot.open(`${stack.apiUrl}${ORGANISATION}`);
    await pivot.openMenu({ measure: "notional" });
    await page.waitForTimeout(400);
  },
  "/ loading": async () => {
    await page.route(LOAD, () => {
      // Never answered.
    });
    await go(ORGANISATION);
    await page.locator("[aria-busy=true]").first().waitFor();
  },
  "/ empty": async () => {
    await go(`${ORGANISATION}&${NO_DATA}`);
    await page.getByText("Nothing to show").waitFor();
  },
  "/ failed": async () => {
    await page.route(LOAD, fail);
    await go(ORGANISATION);
    await page.getByText("the engine is tired").first().waitFor();
  },
  "/ with a failed row": async () => {
    const pivot = new ExplorerPage(page);
    await pivot.open(`${stack.apiUrl}${ORGANISATION}`);
    await page.route(LOAD, fail);
    await pivot.caret("1").click();
    await page.getByRole("alert").first().waitFor();
  },
  "/look-through loaded": async () => {
    await new LookThroughPage(page).open(`${stack.apiUrl}/look-through`);
  },
  "/look-through loading": async () => {
    await page.route(LOAD, () => {
      // Never answered.
    });
    await go("/look-through");
    await page.locator("[aria-busy=true]").first().waitFor();
  },
  "/look-through empty": async () => {
    await go(`/look-through?v=1&${NO_DATA}`);
    await new LookThroughPage(page).settled();
  },
  "/look-through failed": async () => {
    await page.route(LOAD, fail);
    await go("/look-through");
    await page.getByText("the engine is tired").first().waitFor();
  },
  "/sql loaded": async () => {
    const sql = new SqlPage(page);
    await sql.open(stack.apiUrl);
    await sql.run(
      "SELECT desk, measure(notional) FROM trade_metrics GROUP BY 1",
    );
  },
  "/sql empty": async () => {
    await new SqlPage(page).open(stack.apiUrl);
  },
  "/sql failed": async () => {
    const sql = new SqlPage(page);
    await sql.open(stack.apiUrl);
    await sql.run("SELECT nothing FROM trade_metrics");
  },
  "no such page": async () => {
    await go("/sql");
    await page.getByRole("navigation").waitFor();
    await page.evaluate('history.pushState(null, "", "/nowhere")');
    await page.getByRole("heading", { name: "No such page" }).waitFor();
  },
};

describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
  it.each(Object.entries(STATES))(
    "%s: axe finds nothing serious, Lighthouse would give 95 or more",
    async (_, show) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await show();
      const results = await runAxe(page);
      expect(serious(results)).toEqual([]);
      expect(lighthouseScore(results)).toBeGreaterThanOrEqual(95);
    },
  );

  // Axe leaves out text over mixed colours; here they are computed ones.
  it("numbers over a heat map have a contrast of 4.5 to 1", async () => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await STATES["/ expanded, with heat maps and bars"]?.();
    const cells = await page.evaluate<HeatCell[]>(HEAT_CELLS);
    expect(cells.length).toBeGreaterThan(10);
    expect(cells.some(({ bar }) => bar === "below")).toBe(true);
    for (const { text, ink, back, bar } of cells) {
      expect(bar, text).not.toBe("behind");
      const [ground, letters] = [channels(back), channels(ink)];
      const ratio = contrast(luminance(ground), luminance(letters));
      expect(ratio, `${text}: ${ink} on ${back}`).toBeGreaterThanOrEqual(4.5);
    }
  });
});

describe("at 360 pixels", () => {
  it.each(["/", "/look-through", "/sql"])(
    "%s is not scrolled sideways",
    async (path) => {
      await page.setViewportSize({ width: 360, height: 740 });
      await go(path);
      await page.waitForLoadState("networkidle");
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(
        360,
      );
    },
  );
});

interface HeatCell {
  text: string;
  ink: string;
  back: string;
  /** Where its bar is, seen from the digits. */
  bar: "below" | "behind" | null;
}

// Text, because these tests are compiled without the types of a browser.
const HEAT_CELLS = `[...document.querySelectorAll("[data-heat]")].map((cell) => {
  const bar = cell.querySelector(".bar");
  const number = cell.querySelector(".number-text");
  const digits = document.createRange();
  digits.selectNodeContents(number);
  const { bottom, height } = digits.getBoundingClientRect();
  // Below the digits a line of text has room for letters that numbers do not have.
  const foot = bottom - height / 5;
  return {
    text: cell.textContent,
    ink: getComputedStyle(number).color,
    back: getComputedStyle(cell).backgroundColor,
    bar: bar && (bar.getBoundingClientRect().top >= foot ? "below" : "behind"),
  };
})`;

type Channels = [red: number, green: number, blue: number];

/** Of `rgb(…)` or `color(srgb …)`, 0 to 1 each. */
function channels(colour: string): Channels {
  const scale = colour.startsWith("color(") ? 1 : 255;
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(
    (text) => Number(text) / scale,
  );
  return [red, green, blue];
}

/** Relative luminance of WCAG 2.2. */
function luminance(colour: Channels): number {
  const [red = 0, green = 0, blue = 0] = colour.map((share) =>
    share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const contrast = (a: number, b: number) =>
  (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

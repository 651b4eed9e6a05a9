import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { signToken, tokenKey } from "../../server/cube/api-token.ts";
import { TEST_SECRET } from "../support/stack.ts";
import {
  closePage,
  LOAD,
  startWeb,
  type WebStack,
} from "../support/web-stack.ts";

// On a page of the server's own origin; web-embed.test.ts has those of others.

const META = "**/cubejs-api/v1/meta**";
const NOTIONAL = "trade_metrics.notional";
const STAGE = "#2 in queue";
/** Milliseconds between two answers of a server that is not done yet. */
const POLL = 500;
/** Milliseconds after which the pivot offers a way out. */
const LONG = 11_000;
const PIVOT = 'document.querySelector("lookthrough-pivot")';

let stack: WebStack;
let page: Page;

beforeAll(async () => {
  stack = await startWeb();
});

afterAll(() => stack?.stop());

beforeEach(async () => {
  await closePage(page);
  page = await stack.newPage();
});

async function open() {
  await page.route("**/report", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<!doctype html><title>Report</title>
        <script type="module" src="/embed/lookthrough-pivot.js"></script>
        <lookthrough-pivot state="v=2&view=trade_metrics&rows=desk&values=notional,trade_count"></lookthrough-pivot>`,
    }),
  );
  await page.goto(`${stack.apiUrl}/report`);
}

const pivot = () => page.locator("lookthrough-pivot");
const total = () => pivot().getByRole("row", { name: /^Grand total/ });

const asked = (route: Route) =>
  decodeURIComponent(
    `${route.request().url()} ${route.request().postData() ?? ""}`,
  );

describe("<lookthrough-pivot>", () => {
  it("reads a changed model again, names what had to go and keeps the rest", async () => {
    await open();
    await pivot()
      .getByRole("row", { name: /^Macro/ })
      .waitFor();
    await expect
      .poll(() => total().innerText(), { timeout: 30_000 })
      .toMatch(/\d/);
    await page.route(META, async (route) => {
      const response = await route.fetch();
      const meta = (await response.json()) as {
        cubes: { measures: { name: string }[] }[];
      };
      for (const cube of meta.cubes) {
        cube.measures = cube.measures.filter(({ name }) => name !== NOTIONAL);
      }
      await route.fulfill({ response, json: meta });
    });
    await page.route(LOAD, (route) =>
      asked(route).includes(`"${NOTIONAL}"`)
        ? route.fulfill({
            status: 403,
            json: {
              error: `You requested hidden member: '${NOTIONAL}'`,
              code: "hidden-member",
            },
          })
        : route.continue(),
    );
    await pivot().getByRole("button", { name: "Refresh" }).click();
    const said = pivot().locator(".link-messages");
    await said.getByText('Unknown measure "notional": left out').waitFor();
    await said
      .getByText("hidden by your access or not in this model")
      .waitFor();
    const [trades] = await stack.sql<{ trades: number }>(
      "SELECT toFloat64(count()) AS trades FROM trades_1d WHERE exposure_type != 'Constituent'",
    );
    await expect
      .poll(async () => (await total().innerText()).replaceAll(",", ""), {
        timeout: 30_000,
      })
      .toContain(String(trades?.trades));
    expect(await page.evaluate(`${PIVOT}.state`)).not.toContain("notional");
  });

  it("asks anew for the user of another token, whose answers may differ", async () => {
    await open();
    await total().waitFor();
    const token = signToken(
      { groups: ["analyst"] },
      tokenKey(TEST_SECRET),
      "1h",
    );
    const anew = page.waitForRequest(
      (request) =>
        request.url().includes("/v1/load") &&
        request.headers()["authorization"] === token &&
        decodeURIComponent(
          `${request.url()} ${request.postData() ?? ""}`,
        ).includes(`"${NOTIONAL}"`),
    );
    await page.evaluate(`${PIVOT}.token = ${JSON.stringify(token)}`);
    await anew;
    await total().waitFor();
  });

  it("says how long its first answers take, and asks again once that was cancelled", async () => {
    await page.clock.install();
    const stillWaiting = async (route: Route) => {
      await new Promise((resolve) => setTimeout(resolve, POLL));
      await route
        .fulfill({ json: { error: "Continue wait", stage: STAGE } })
        .catch(() => {
          // The pivot has given the request up.
        });
    };
    await page.route(LOAD, stillWaiting);
    await open();
    const waiting = pivot().locator(".page-message .waiting", {
      hasText: STAGE,
    });
    await waiting.waitFor();
    await page.clock.fastForward(LONG);
    await waiting.getByRole("button", { name: "Cancel" }).click();
    await pivot().getByText("cancelled").waitFor();
    await page.unroute(LOAD, stillWaiting);
    await pivot().getByRole("button", { name: "Retry" }).click();
    await total().waitFor();
  });
});

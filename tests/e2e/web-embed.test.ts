import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createClient, type ClickHouseClient } from "@clickhouse/client";
import type { Browser, Locator, Page } from "playwright-core";
import ts from "typescript";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openPage, screenshot, startBrowser } from "../support/browser.ts";
import { servePage, type PageServer } from "../support/page-server.ts";
import { readXlsx } from "../support/read-xlsx.ts";
import { startStack, type Stack } from "../support/stack.ts";
import { freePorts } from "../support/warehouse.ts";

const TRADES = 4_000;
const BY_DESK = "v=2&view=trade_metrics&rows=desk&values=notional,trade_count";

let stack: Stack;
let clickhouse: ClickHouseClient;
let browser: Browser;
let page: Page;
/** Whose origin the server knows, and one that it does not. */
let example: PageServer;
let stranger: PageServer;
let strictPort: number;

beforeAll(async () => {
  const [port = 0, strict = 0] = await freePorts(2);
  strictPort = strict;
  stack = await startStack({
    rows: TRADES,
    env: {
      CORS_ORIGINS: [port, strict]
        .map((origin) => `http://127.0.0.1:${origin}`)
        .join(),
    },
  });
  const html = await readFile(join("web", "embed", "example.html"), "utf8");
  example = await servePage(html, {}, port);
  stranger = await servePage(html);
  const { url, user, password, database } = stack.connections.owner;
  clickhouse = createClient({ url, username: user, password, database });
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await example?.close();
  await stranger?.close();
  await clickhouse?.close();
  await stack?.stop();
});

beforeEach(async () => {
  await page?.context().close();
  page = await openPage(browser, { colorScheme: "light" });
});

const open = (at: PageServer, token = "") =>
  page.goto(`${at.url}/?api=${stack.apiUrl}&token=${token}`);

const pivot = (): Locator => page.locator("lookthrough-pivot");
const total = () => pivot().getByRole("row", { name: /^Grand total/ });
/** The rows below the total have come, too. */
const members = () =>
  pivot().getByRole("treegrid").locator("[aria-expanded]").first().waitFor();
const stateShown = () => page.getByLabel("State").innerText();

/** Generous: the machine may be busy. */
const until = <T>(read: () => Promise<T>) =>
  expect.poll(read, { timeout: 30_000 });

const PIVOT = 'document.querySelector("lookthrough-pivot")';

/** Sets a property as a script of the page would. */
const set = (name: string, value: string) =>
  page.evaluate(`${PIVOT}.${name} = ${JSON.stringify(value)}`);

const setAttribute = (name: string, value: string) =>
  page.evaluate(`${PIVOT}.setAttribute("${name}", "${value}")`);

/** A property of the computed style of an element inside the pivot. */
const styleInside = (selector: string, property: string) =>
  page.evaluate(
    `getComputedStyle(${PIVOT}.shadowRoot.querySelector("${selector}")).${property}`,
  );

/** The file that a pivot exports to Excel. */
async function saveSheet(from: Locator): Promise<Uint8Array> {
  await from.getByRole("button", { name: /^Export/ }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    from.getByRole("button", { name: "Rows as shown, Excel" }).click(),
  ]);
  return readFile(await download.path());
}

const grandTotal = (sheet: Uint8Array) =>
  readXlsx(sheet).find(([name]) => name === "Grand total") ?? [];

const numbersOf = async (row: Locator): Promise<number[]> =>
  (await row.getByRole("gridcell").allInnerTexts()).map((text) =>
    Number(text.replaceAll(",", "").replace("−", "-")),
  );

describe("<lookthrough-pivot> on a page of its own", () => {
  it("shows the numbers of the facts", async () => {
    await open(example);
    await set("state", BY_DESK);
    await until(async () => (await numbersOf(total())).at(-1)).toBe(TRADES);
    const result = await clickhouse.query({
      query: `SELECT toFloat64(sum(notional)) AS notional, count() AS trades
              FROM trades_1d WHERE exposure_type != 'Constituent' AND desk = 'Macro'`,
      format: "JSONEachRow",
    });
    const [macro] = await result.json<{ notional: number; trades: string }>();
    const row = pivot().getByRole("row", { name: /^Macro/ });
    const [notional, trades] = await numbersOf(row);
    expect(notional).toBe(Math.round(macro?.notional ?? Number.NaN));
    expect(trades).toBe(Number(macro?.trades));
    await screenshot(page, "embed-light");
  });

  it("tells of changes, and takes a state back", async () => {
    await open(example);
    await members();
    const first = await stateShown();
    expect(first).toContain("view=trade_metrics");
    await pivot().getByRole("treegrid").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await until(stateShown).toContain("rows.open=");
    expect(await page.evaluate(`${PIVOT}.state`)).toBe(await stateShown());

    await page.getByRole("button", { name: "As it was" }).click();
    await until(stateShown).toBe(first);
    const expanded = pivot()
      .getByRole("treegrid")
      .locator('[aria-expanded="true"]');
    await until(() => expanded.count()).toBe(0);
  });

  it("changes its view when its attribute does, and says of what it does not know", async () => {
    await open(example);
    await total().waitFor();
    await setAttribute("view", "wrapper_holdings");
    await until(stateShown).toContain("view=wrapper_holdings");
    await setAttribute("view", "weather");
    await pivot().getByText('Unknown view "weather"').waitFor();
  });

  it("has its own colours, and leaves those of the page alone", async () => {
    await open(example);
    await members();
    const background = () =>
      styleInside(".lookthrough-root", "backgroundColor");
    expect(await background()).toBe("rgb(255, 255, 255)");
    await page.getByRole("button", { name: "Dark" }).click();
    await until(background).toBe("rgb(20, 24, 28)");
    expect(
      await page.evaluate("getComputedStyle(document.body).backgroundColor"),
    ).toBe("rgb(255, 253, 245)");
    expect(
      await page.locator("html").getAttribute("data-mantine-color-scheme"),
    ).toBeNull();
    expect(await styleInside("button", "letterSpacing")).toBe("normal");
    await screenshot(page, "embed-dark");
  });

  it("opens menus inside itself, where the cell is", async () => {
    await open(example);
    await members();
    const cell = pivot().getByRole("row").nth(4).getByRole("gridcell").first();
    await cell.click({ button: "right" });
    const menu = pivot().getByRole("menu");
    await menu.waitFor();
    const middle = (await cell.boundingBox()) ?? { x: 0, width: 0 };
    const box = await menu.boundingBox();
    expect(Math.abs((box?.x ?? 0) - middle.x - middle.width / 2)).toBeLessThan(
      40,
    );
    expect(await page.locator("body > [data-portal]").count()).toBe(0);
    await screenshot(page, "embed-menu");
    await page.keyboard.press("Escape");
    await menu.waitFor({ state: "detached" });
  });

  it("goes when it is taken out, and comes back", async () => {
    await open(example);
    await total().waitFor();
    const before = await stateShown();
    await page.evaluate(`window.taken = ${PIVOT}; window.taken.remove()`);
    const inside = () =>
      page.evaluate(
        "window.taken.shadowRoot.querySelectorAll('.lookthrough-root').length",
      );
    await until(inside).toBe(0);
    await page.evaluate("document.body.append(window.taken)");
    await total().waitFor();
    expect(await stateShown()).toBe(before);
    expect(await inside()).toBe(1);
  });

  it("says that its token is refused, and takes another", async () => {
    await open(example, "not-a-token");
    await pivot().getByText("This pivot needs a token").waitFor();
    await until(() => page.locator("#problem").innerText()).not.toBe("");
    await set("token", "");
    await members();
  });

  it("asks nobody but the page's server and its own", async () => {
    const origins = new Set<string>();
    page.on("request", (request) => origins.add(new URL(request.url()).origin));
    await open(example);
    await total().waitFor();
    expect([...origins].sort()).toEqual([example.url, stack.apiUrl].sort());
  });

  it("is not given to pages of origins that are not configured", async () => {
    const refused = page.waitForEvent("requestfailed");
    await open(stranger);
    expect((await refused).url()).toContain("/embed/lookthrough-pivot.js");
    expect(
      await page.evaluate("customElements.get('lookthrough-pivot')"),
    ).toBeUndefined();
  });

  it("exports to Excel in a worker, although that one's script is of another origin", async () => {
    const workers: string[] = [];
    page.on("worker", (worker) => workers.push(worker.url()));
    await open(example);
    await set("state", BY_DESK);
    await until(async () => (await numbersOf(total())).at(-1)).toBe(TRADES);
    const line = grandTotal(await saveSheet(pivot()));
    expect(line.at(-1)).toBe(TRADES);
    expect(workers).toEqual([expect.stringMatching(/^blob:/)]);
  });

  it("fits a phone", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await open(example);
    await members();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(
      360,
    );
    await screenshot(page, "embed-phone");
  });

  it("works under a strict Content-Security-Policy, two of them on a page", async () => {
    const strict = await servePage(
      `<!doctype html><title>Strict</title>
       <script type="module" src="${stack.apiUrl}/embed/lookthrough-pivot.js"></script>
       <lookthrough-pivot view="trade_metrics"></lookthrough-pivot>
       <lookthrough-pivot view="wrapper_holdings"></lookthrough-pivot>`,
      {
        "content-security-policy": `default-src 'none'; script-src ${stack.apiUrl}; connect-src ${stack.apiUrl}`,
      },
      strictPort,
    );
    try {
      const violations: string[] = [];
      page.on("console", (message) => {
        if (/Content.Security.Policy/i.test(message.text())) {
          violations.push(message.text());
        }
      });
      await page.goto(strict.url);
      for (const one of [0, 1]) {
        const grid = pivot().nth(one).getByRole("treegrid");
        await grid.waitFor();
        const height = (await pivot().nth(one).boundingBox())?.height;
        expect(height).toBe(600);
      }
      const [first, second] = await pivot().getByRole("treegrid").all();
      expect(await first?.getAttribute("aria-label")).not.toBe(
        await second?.getAttribute("aria-label"),
      );
      expect(violations).toEqual([]);
      // Such a page may have no worker of another origin: it writes by itself.
      const line = grandTotal(await saveSheet(pivot().first()));
      expect(line.at(-1)).toBeGreaterThan(0);
    } finally {
      await strict.close();
    }
  });
});

const FOLDER = join(process.cwd(), "web", "dist-embed");

/** What TypeScript says of programs that lie beside the bundle, by their names. */
function problemsOf(
  programs: Record<string, string>,
): Record<string, string[]> {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
    types: [],
  };
  const texts = new Map(
    Object.entries(programs).map(([name, text]) => [join(FOLDER, name), text]),
  );
  const host = ts.createCompilerHost(options);
  const onDisk = { ...host };
  host.fileExists = (file) => texts.has(file) || onDisk.fileExists(file);
  host.getSourceFile = (file, language) => {
    const text = texts.get(file);
    return text === undefined
      ? onDisk.getSourceFile(file, language)
      : ts.createSourceFile(file, text, language);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return Object.fromEntries(
    Object.keys(programs).map((name) => [
      name,
      program
        .getSemanticDiagnostics(program.getSourceFile(join(FOLDER, name)))
        .map(({ messageText }) =>
          ts.flattenDiagnosticMessageText(messageText, " "),
        ),
    ]),
  );
}

describe("the types beside the bundle", () => {
  it("let a page's own code use element and component, and refuse what they lack", () => {
    const right = `
      import type { PivotStateChange } from "./lookthrough-pivot.js";
      import { LookthroughPivot } from "./lookthrough-pivot-react.js";
      const pivot = document.createElement("lookthrough-pivot");
      pivot.theme = "dark";
      export const change: PivotStateChange = { view: "a", state: pivot.state };
      export const element = LookthroughPivot({
        view: "trade_metrics",
        onStateChange: ({ state }) => void state.length,
      });
    `;
    const wrong = right
      .replace('"dark"', '"pink"')
      .replace("state.length", "state.day");
    const problems = problemsOf({ "right.ts": right, "wrong.ts": wrong });
    expect(problems["right.ts"]).toEqual([]);
    expect(problems["wrong.ts"]).toHaveLength(2);
  });
});

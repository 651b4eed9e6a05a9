import { readFile } from "node:fs/promises";
import { createClient, type ClickHouseClient } from "@clickhouse/client";
import pg from "pg";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { seriousFindings } from "../support/axe.ts";
import { openPage, screenshot, startBrowser } from "../support/browser.ts";
import { SqlPage } from "../support/sql-page.ts";
import { startStack, type Stack } from "../support/stack.ts";

/** More rows than the page shows. */
const TRADES = 15_000;

const BY_DESK = `SELECT desk, MEASURE(notional) AS notional, MEASURE(trade_count) AS trades, NULL AS nothing
FROM trade_metrics GROUP BY desk ORDER BY desk`;

let stack: Stack;
let clickhouse: ClickHouseClient;
let postgres: pg.Client;
let browser: Browser;
let page: Page;
let sql: SqlPage;

beforeAll(async () => {
  stack = await startStack({ rows: TRADES, sqlApi: true });
  const { url, user, password, database } = stack.connections.owner;
  clickhouse = createClient({ url, username: user, password, database });
  postgres = new pg.Client({
    host: "127.0.0.1",
    port: stack.sqlPort,
    user: "tester",
    database: "lookthrough",
  });
  await postgres.connect();
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await postgres?.end();
  await clickhouse?.close();
  await stack?.stop();
});

beforeEach(async () => {
  await page?.context().close();
  page = await openPage(browser, {
    colorScheme: "light",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  sql = new SqlPage(page);
});

/** Generous: the machine may be busy. */
const until = <T>(read: () => Promise<T>) =>
  expect.poll(read, { timeout: 30_000 });

const clipboard = () => page.evaluate("navigator.clipboard.readText()");

/** Statements of the API that read the facts now. */
async function running(): Promise<number> {
  const result = await clickhouse.query({
    query:
      "SELECT count() AS n FROM system.processes WHERE user = 'cube' AND query LIKE '%trades_1d%'",
    format: "JSONEachRow",
  });
  const [row] = await result.json<{ n: string }>();
  return Number(row?.n);
}

describe("the SQL page", () => {
  it("answers as the port of Postgres does", async () => {
    await sql.open(stack.apiUrl);
    await sql.run(BY_DESK);
    const { rows, fields } =
      await postgres.query<Record<string, unknown>>(BY_DESK);
    expect(await sql.columns()).toEqual(fields.map(({ name }) => name));
    const shown = await sql.rows();
    expect(shown).toHaveLength(rows.length);
    for (const [index, row] of rows.entries()) {
      const [desk, notional, trades, nothing] = shown[index] ?? [];
      expect(desk).toBe(row["desk"]);
      expect(Number(notional)).toBeCloseTo(Number(row["notional"]), 2);
      expect(Number(trades)).toBe(Number(row["trades"]));
      expect(nothing).toBe("NULL");
    }
    await page.getByText("rollup", { exact: true }).waitFor();
    await screenshot(page, "sql-light");
  });

  it("completes views, columns and measures, and says what they mean", async () => {
    await sql.open(stack.apiUrl);
    await sql.write("SELECT ");
    const options = page.locator(".cm-tooltip-autocomplete li");
    /** A list that has just opened takes no key yet. */
    const accept = async () => {
      await options.first().waitFor();
      await page.waitForTimeout(200);
      await page.keyboard.press("Tab");
    };
    await page.keyboard.type("MEAS");
    await accept();
    await page.keyboard.press("End");
    await page.keyboard.type(" FROM trade_metr");
    await until(() => options.allInnerTexts()).toEqual([
      expect.stringContaining("trade_metrics"),
      expect.stringContaining("trade_metrics_raw"),
    ]);
    await accept();
    await page.keyboard.press("Home");
    for (let step = 0; step < "SELECT MEASURE(".length; step++) {
      await page.keyboard.press("ArrowRight");
    }
    await page.keyboard.type("pnl_b");
    await page.getByText("Written MEASURE(…)").waitFor();
    await screenshot(page, "sql-completion");
    await accept();
    expect((await sql.editor.innerText()).trim()).toBe(
      "SELECT MEASURE(pnl_bps) FROM trade_metrics",
    );
    await sql.run();
    const { rows } = await postgres.query<{ pnl_bps: number }>(
      "SELECT MEASURE(pnl_bps) FROM trade_metrics",
    );
    const [[shown] = []] = await sql.rows();
    expect(Number(shown)).toBeCloseTo(rows[0]?.pnl_bps ?? Number.NaN, 6);
  });

  it("marks an error where it is, with what Postgres says of it", async () => {
    await sql.open(stack.apiUrl);
    const wrong = "SELECT desk,\n  nothing\nFROM trade_metrics";
    await sql.run(`SELECT 1;\n${wrong}`);
    const failure: pg.DatabaseError = await postgres.query(wrong).then(
      () => Promise.reject(new Error("no error")),
      (error: pg.DatabaseError) => error,
    );
    await sql.alert.getByText(failure.message).waitFor();
    await sql.alert.getByText(`SQLSTATE ${failure.code}`).waitFor();
    expect(await page.locator(".cm-lintRange-error").innerText()).toBe(
      "nothing",
    );
    await screenshot(page, "sql-error");
    await page.getByRole("button", { name: "Line 3, column 3" }).click();
    await page.keyboard.insertText("book, ");
    expect(await sql.editor.innerText()).toContain("  book, nothing");
    await sql.run("SELECT desk FROM trade_metrics GROUP BY 1");
    expect(await sql.alert.count()).toBe(0);
    expect(await page.locator(".cm-lintRange-error").count()).toBe(0);
  });

  it("runs the statement at the cursor, or what is selected", async () => {
    await sql.open(stack.apiUrl);
    await sql.write("SELECT 1 AS one;\nSELECT 2 AS two, 3 AS three;");
    await page.keyboard.press("Control+Home");
    await sql.run();
    expect(await sql.columns()).toEqual(["one"]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Control+Enter");
    await until(() => sql.columns()).toEqual(["two", "three"]);
    await page.keyboard.press("Home");
    for (let step = 0; step < "SELECT 2 AS two".length; step++) {
      await page.keyboard.press("Shift+ArrowRight");
    }
    await page.keyboard.press("Control+Enter");
    await until(() => sql.columns()).toEqual(["two"]);
  });

  it("says that more rows exist than it shows, and downloads all of them", async () => {
    await sql.open(stack.apiUrl);
    const all = "SELECT trade_id, desk, ts, notional FROM trade_metrics_raw";
    await sql.run(all);
    await page.getByText("Only the first 10,000 rows are shown").waitFor();
    await sql.grid.focus();
    await page.keyboard.press("Control+End");
    await until(async () => (await sql.rows()).length > 0).toBe(true);
    await sql.grid.locator('[data-row="9999"]').waitFor();
    await screenshot(page, "sql-many-rows");

    const downloading = page.waitForEvent("download", { timeout: 90_000 });
    await page.getByRole("button", { name: "Download all as CSV" }).click();
    const text = await readFile(await (await downloading).path(), "utf8");
    const [head, ...lines] = text.trimEnd().split("\r\n");
    const { rows } = await postgres.query<{ n: string; total: number }>(
      "SELECT count(*) AS n, sum(notional) AS total FROM trade_metrics_raw",
    );
    expect(head).toBe("trade_id,desk,ts,notional");
    expect(lines).toHaveLength(Number(rows[0]?.n));
    const total = lines.reduce(
      (sum, line) => sum + Number(line.split(",").at(-1)),
      0,
    );
    expect(total).toBeCloseTo(rows[0]?.total ?? Number.NaN, 0);
  });

  it("cancels what takes long, and is free for the next", async () => {
    await sql.open(stack.apiUrl);
    await sql.write("SELECT count(*) FROM generate_series(1, 2000000000)");
    const aborted = page.waitForEvent("requestfailed");
    await page.keyboard.press("Control+Enter");
    await page.getByText(/Running, /).waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    expect((await aborted).failure()?.errorText).toMatch(/ABORTED/);
    await page.getByText("Cancelled: there may be more rows").waitFor();
    await sql.run("SELECT 3 AS three");
    expect(await sql.rows()).toEqual([["3"]]);
  });

  it("does not let the warehouse read what it will not show", async () => {
    await sql.open(stack.apiUrl);
    await sql.run("SELECT trade_id, ts, symbol, desk FROM trade_metrics_raw");
    await page.getByText("Only the first 10,000 rows").waitFor();
    await until(running).toBe(0);
  });

  it("copies cells with the names of their columns", async () => {
    await sql.open(stack.apiUrl);
    await sql.run("SELECT 'a\tb' AS text, 1.5 AS number, NULL AS nothing");
    await sql.grid.focus();
    await page.keyboard.press("Control+c");
    expect(await clipboard()).toBe('"a\tb"');
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+c");
    expect(await clipboard()).toBe('text\tnumber\tnothing\n"a\tb"\t1.5\t');
  });

  it("copies a connection string that connects", async () => {
    await sql.open(stack.apiUrl);
    await page.getByRole("button", { name: "Connect" }).click();
    await page
      .getByRole("button", { name: "Copy connection string for URL" })
      .click();
    const url = String(await clipboard());
    expect(url).toContain(`127.0.0.1:${stack.sqlPort}/lookthrough`);
    await page.waitForTimeout(300);
    await screenshot(page, "sql-connect");
    const client = new pg.Client(url);
    await client.connect();
    try {
      const { rows } = await client.query("SELECT 1 AS one");
      expect(rows).toEqual([{ one: 1 }]);
    } finally {
      await client.end();
    }
  });

  it("shows the queries behind an answer", async () => {
    await sql.open(stack.apiUrl);
    await sql.run(
      "SELECT upper(desk), MEASURE(pnl) FROM trade_metrics WHERE desk = 'Macro' GROUP BY desk",
    );
    await page.getByText("How it is answered").click();
    const panel = page.locator(".sql-answer");
    await panel.getByText(/Read from the rollup/).waitFor();
    const [query = "", clickhouseSql = "", post = ""] = await panel
      .locator("pre")
      .allInnerTexts();
    expect(JSON.parse(query)).toMatchObject({
      measures: ["trade_metrics.pnl"],
      dimensions: ["trade_metrics.desk"],
    });
    expect(clickhouseSql).toContain("trades_by_organisation");
    expect(post).toContain("upper(");
    await screenshot(page, "sql-answered");

    await sql.run(
      "SELECT desk, MEASURE(pnl) AS pnl FROM trade_metrics_raw WHERE desk = 'Macro' GROUP BY 1",
    );
    await panel.getByText(/Read from the facts/).waitFor();
    // Its values are in their places: it runs as it is shown.
    const result = await clickhouse.query({
      query: await panel.locator("pre").nth(1).innerText(),
      format: "JSONCompactEachRow",
    });
    await page.getByText("Rows", { exact: true }).click();
    const [[desk, pnl] = []] = await result.json<[string, number]>();
    const [[shownDesk, shownPnl] = []] = await sql.rows();
    expect(shownDesk).toBe(desk);
    expect(Number(shownPnl)).toBeCloseTo(Number(pnl), 2);
  });

  it("keeps the statement in its address, and what was run in its history", async () => {
    await sql.open(stack.apiUrl);
    await sql.run("SELECT 'ü & 🙂' AS text");
    await until(() => Promise.resolve(page.url())).toContain("%C3%BC");
    const link = page.url();
    await sql.write(`SELECT '${"x".repeat(3_000)}' AS long`);
    await page.getByText("Too long for a link").waitFor();
    await until(() => Promise.resolve(page.url())).not.toContain("q=");

    await page.goto(link);
    await sql.editor.waitFor();
    expect(await sql.editor.innerText()).toContain("SELECT 'ü & 🙂' AS text");
    await sql.write("");
    await page.getByRole("button", { name: "History" }).click();
    await page.getByRole("menuitem", { name: /ü & 🙂/ }).click();
    await page.getByRole("menu").waitFor({ state: "detached" });
    // The focus is in the editor by itself.
    await page.keyboard.press("Control+Enter");
    await sql.ended();
    expect(await sql.rows()).toEqual([["ü & 🙂"]]);
  });

  it("answers every example", async () => {
    await sql.open(stack.apiUrl);
    const examples = page.getByRole("button", { name: "Examples" });
    await examples.click();
    const titles = await page.getByRole("menuitem").allInnerTexts();
    await page.keyboard.press("Escape");
    expect(titles.length).toBeGreaterThan(4);
    for (const title of titles) {
      await examples.click();
      await page.getByRole("menuitem", { name: title }).click();
      await sql.run();
      expect(await sql.alert.allInnerTexts(), title).toEqual([]);
      expect((await sql.rows()).length, title).toBeGreaterThan(0);
    }
  });

  it("is left by Escape, and used without a mouse", async () => {
    await sql.open(stack.apiUrl);
    await sql.write("SELECT 7 AS seven");
    // The first one may close the list of completions.
    await until(async () => {
      await page.keyboard.press("Escape");
      return page.evaluate("document.activeElement.textContent");
    }).toContain("Run");
    await page.keyboard.press("Enter");
    await page.getByText(/1 row in/).waitFor();
    expect(await sql.rows()).toEqual([["7"]]);
  });

  it("is dark where the system is", async () => {
    await page.emulateMedia({ colorScheme: "dark" });
    await sql.open(stack.apiUrl);
    await sql.run(BY_DESK);
    await screenshot(page, "sql-dark");
    expect(
      await page.evaluate(
        'getComputedStyle(document.querySelector(".cm-editor")).backgroundColor',
      ),
    ).toBe("rgb(20, 24, 28)");
  });

  it.each(["light", "dark"] as const)(
    "has no serious finding of axe in any state, %s",
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await sql.open(stack.apiUrl);
      const found: Record<string, string[]> = {};
      const look = async (state: string) => {
        // Menus fade in, and half of a colour has half of a contrast.
        await page.waitForTimeout(400);
        found[state] = await seriousFindings(page);
      };
      await look("empty");
      await sql.run(BY_DESK);
      await page.getByText("rollup", { exact: true }).waitFor();
      await look("rows");
      await page.getByText("How it is answered").click();
      await page.locator(".sql-answer pre").first().waitFor();
      await look("answer");
      for (const menu of ["Examples", "History", "Connect"]) {
        await page.getByRole("button", { name: menu }).click();
        await look(menu);
        await page.keyboard.press("Escape");
      }
      await sql.run("SELECT nothing FROM trade_metrics");
      await look("failed");
      expect(found).toEqual({
        empty: [],
        rows: [],
        answer: [],
        Examples: [],
        History: [],
        Connect: [],
        failed: [],
      });
    },
  );

  it("fits a phone", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await sql.open(stack.apiUrl);
    await sql.run(BY_DESK);
    await screenshot(page, "sql-phone");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(
      360,
    );
    expect((await sql.grid.boundingBox())?.height).toBeGreaterThan(150);
  });
});

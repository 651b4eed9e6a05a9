import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type ClientStack,
  DATABASE,
  deskFacts,
  startClientStack,
  USER,
} from "../support/clients/client-stack.ts";
import { deskRows } from "../support/clients/expected.ts";
import {
  describeClient,
  runProgram,
  works,
} from "../support/clients/programs.ts";
import { columnsOf, viewOf } from "../support/clients/rest.ts";

const DRIVER = "PostgreSQL Unicode";

const installed =
  works("isql", "--version") &&
  spawnSync("odbcinst", ["-q", "-d"], { encoding: "utf8" }).stdout.includes(
    `[${DRIVER}]`,
  );

const BY_DESK =
  "SELECT desk, measure(notional), count(*) FROM trade_metrics GROUP BY 1 ORDER BY 1";

describeClient("psqlODBC", "odbc-postgresql unixodbc", installed, () => {
  let stack: ClientStack;
  let folder: string;

  beforeAll(async () => {
    stack = await startClientStack();
    folder = await mkdtemp(join(tmpdir(), "lookthrough-odbc-"));
  });

  afterAll(async () => {
    await stack?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  describe.each([
    ["as it comes", {}],
    ["that fetches by cursors", { UseDeclareFetch: "1", Fetch: "3" }],
    ["that prepares on the server", { UseServerSidePrepare: "1" }],
    ["that prepares by itself", { UseServerSidePrepare: "0" }],
    [
      "that does both, as Excel and Tableau may",
      {
        UseDeclareFetch: "1",
        UseServerSidePrepare: "1",
        Fetch: "100",
        BoolsAsChar: "0",
      },
    ],
    ["that rolls statements back one by one", { Protocol: "7.4-2" }],
  ])("%s", (_, settings: Record<string, string>) => {
    /** Rows of one statement for each line, columns between bars. */
    async function isql(...lines: string[]) {
      const source = Object.entries({
        Driver: DRIVER,
        Servername: "127.0.0.1",
        Port: stack.sqlPort,
        Database: DATABASE,
        Username: USER,
        ...settings,
      });
      await writeFile(
        join(folder, "odbc.ini"),
        `[lookthrough]\n${source.map(([name, value]) => `${name} = ${value}\n`).join("")}`,
      );
      const { stdout } = await runProgram(
        "isql",
        ["-b", "-v", "-d|", "lookthrough"],
        {
          env: { ODBCINI: join(folder, "odbc.ini") },
          input: lines.map((line) => `${line}\n`).join(""),
        },
      );
      return stdout
        .trim()
        .split("\n")
        .map((line) => line.split("|"));
    }

    it("lists tables, and columns with their types", async () => {
      const tables = await isql("help");
      expect(
        tables.map(([, schema, name, type]) => [schema, name, type]),
      ).toEqual(
        [
          "instrument_reference",
          "trade_metrics",
          "trade_metrics_raw",
          "wrapper_holdings",
        ].map((name) => ["public", name, "TABLE"]),
      );
      const columns = await isql("help trade_metrics");
      const types: Record<string, string> = {
        "double precision": "float8",
        "timestamp without time zone": "timestamp",
        bigint: "int8",
      };
      const view = await viewOf(stack, "trade_metrics");
      expect(
        columns
          .map((row) => [row[3], row[5]])
          .filter(([name]) => !name?.startsWith("__")),
      ).toEqual(
        columnsOf(view).map(({ name, type }) => [name, types[type] ?? type]),
      );
    });

    it("reads the numbers of the facts", async () => {
      const rows = await isql(BY_DESK);
      expect(
        rows.map(([desk, notional, count]) => [
          desk,
          Number(notional),
          Number(count),
        ]),
      ).toEqual(deskRows(await deskFacts(stack)));
    });

    it("writes dates and functions as ODBC does", async () => {
      const rows = await isql(
        "SELECT {fn ucase(desk)}, count(*) FROM trade_metrics WHERE trade_date > {ts '2024-01-05 00:00:00'} GROUP BY 1 ORDER BY 1",
        "SELECT 1 AS one, sum(notional) FROM trade_metrics HAVING count(1) > 0",
      );
      const facts = await deskFacts(stack, "trade_date > '2024-01-05'");
      const all = await deskFacts(stack);
      expect(rows.slice(0, -1)).toEqual(
        facts.map(({ desk, rows }) => [desk.toUpperCase(), String(rows)]),
      );
      const [one, sum] = rows.at(-1) ?? [];
      expect(one).toBe("1");
      expect(Number(sum)).toBeCloseTo(
        all.reduce((total, { notional }) => total + notional, 0),
        1,
      );
    });

    it("is told why a table cannot be made, and goes on", async () => {
      const text = (
        await isql(
          'CREATE LOCAL TEMPORARY TABLE "#Tableau_1" ("COL" INTEGER) ON COMMIT PRESERVE ROWS',
          "SELECT nope FROM trade_metrics",
          "SELECT 'still here'",
        )
      ).map((row) => row.join("|"));
      expect(text.join("\n")).toContain("CREATE TABLE is not supported");
      expect(text.join("\n")).toContain(
        '[42703]ERROR: column "nope" does not exist',
      );
      expect(text.at(-1)).toBe("still here");
    });
  });
});

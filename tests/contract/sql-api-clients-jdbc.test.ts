import { existsSync } from "node:fs";
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

const PROGRAM = join(
  import.meta.dirname,
  "..",
  "support",
  "clients",
  "Metadata.java",
);
/** Where Debian puts it. */
const DRIVER = "/usr/share/java/postgresql.jar";

/** Only a JDK runs a program from its source. */
const installed = existsSync(DRIVER) && works("javac", "-version");

/** Rows by the name at the beginning of their lines. */
function answersOf(stdout: string): Map<string, string[][]> {
  const answers = new Map<string, string[][]>();
  for (const line of stdout.trimEnd().split("\n")) {
    const [name = "", ...values] = line.split("\t");
    const rows = answers.get(name) ?? [];
    answers.set(name, [...rows, values]);
  }
  return answers;
}

describeClient(
  "pgjdbc",
  "libpostgresql-jdbc-java default-jdk-headless",
  installed,
  () => {
    let stack: ClientStack;

    beforeAll(async () => {
      stack = await startClientStack();
    });

    afterAll(() => stack?.stop());

    describe.each([
      ["as it comes", ""],
      ["with simple queries only", "&preferQueryMode=simple"],
      [
        "with binary results and everything prepared",
        "&prepareThreshold=-1&binaryTransfer=true",
      ],
      ["that sends BEGIN READ ONLY", "&readOnly=true&readOnlyMode=always"],
      ["behind a pool", "&assumeMinServerVersion=12&loginTimeout=10"],
    ])("%s", (_, options) => {
      let answers: Map<string, string[][]>;
      const one = (name: string) => answers.get(name)?.[0]?.[0];
      const numbers = (name: string) =>
        answers
          .get(name)
          ?.map(([desk, notional, count]) => [
            desk,
            Number(notional),
            Number(count),
          ]);
      const factsOf = async (condition?: string) =>
        deskRows(await deskFacts(stack, condition));

      beforeAll(async () => {
        const url = `jdbc:postgresql://127.0.0.1:${stack.sqlPort}/${DATABASE}?user=${USER}${options}`;
        const { stdout, stderr, status } = await runProgram("java", [
          "-cp",
          DRIVER,
          PROGRAM,
          url,
        ]);
        expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
        answers = answersOf(stdout);
      });

      it("describes the model", async () => {
        const view = await viewOf(stack, "trade_metrics");
        expect(answers.get("catalogs")).toEqual([[DATABASE]]);
        expect(answers.get("schemas")?.flat()).toEqual([
          "information_schema",
          "pg_catalog",
          "public",
        ]);
        const tables = answers.get("tables");
        expect(tables?.map(([, name]) => name)).toEqual([
          "instrument_reference",
          "trade_metrics",
          "trade_metrics_raw",
          "wrapper_holdings",
        ]);
        expect(tables?.[1]).toEqual([
          "public",
          "trade_metrics",
          "TABLE",
          view.description,
        ]);
        const types: Record<string, string> = {
          "double precision": "float8",
          "timestamp without time zone": "timestamp",
          bigint: "int8",
        };
        expect(
          answers.get("columns")?.filter(([name]) => !name?.startsWith("__")),
        ).toEqual(
          columnsOf(view).map(({ name, type, comment }) => [
            name,
            types[type] ?? type,
            comment,
          ]),
        );
        for (const name of ["primary_keys", "indexes", "imported"]) {
          expect(answers.get(name), name).toBeUndefined();
        }
      });

      it("describes what a Postgres has", () => {
        expect(Number(one("types"))).toBeGreaterThan(100);
        expect(Number(one("functions"))).toBeGreaterThan(1000);
        expect(one("procedures")).toBe("0");
        expect(Number(one("function_columns"))).toBeGreaterThan(1);
        expect(one("keywords")).toBe("true");
        expect(one("catalog")).toBe(DATABASE);
        expect(one("valid")).toBe("true");
      });

      it("reads the numbers of the facts, however often a statement is run", async () => {
        expect(numbers("by_desk")).toEqual(await factsOf());
        const since = await factsOf("trade_date >= '2024-01-01'");
        for (let time = 0; time < 7; time++) {
          expect(numbers(`prepared_${time}`)).toEqual(since);
        }
        expect(one("result_type")).toBe("float8");
      });

      it("gives lists, dates, limits and NULL as parameters", async () => {
        expect(numbers("text_array")).toEqual(
          await factsOf("desk IN ('Macro', 'Treasury')"),
        );
        expect(numbers("number_array")).toEqual(
          await factsOf("portfolio_manager_id IN (0, 1, 2, 3)"),
        );
        const few = await factsOf(
          "trade_date >= '2024-01-01' AND trade_date < '2024-01-10' AND portfolio_manager_id > 0",
        );
        expect(few.length).toBeGreaterThan(2);
        expect(numbers("mixed")).toEqual(few.slice(1, 3));
        expect(numbers("null_parameter")).toEqual(await factsOf());
      });

      it("reads in portions, back and forth, and after savepoints", async () => {
        const facts = await factsOf();
        expect(numbers("portions")).toEqual(facts);
        expect(one("first_of_few")).toBe(facts[0]?.[0]);
        expect(one("scrolled")).toBe(String(facts.length));
        expect(one("in_transaction")).toBe("42703");
        expect(one("after_savepoint")).toBe("7");
      });

      it("sets what a connection has, and gets errors by their codes", () => {
        expect(one("read_only")).toBe("true");
        expect(one("isolation")).toBe("true");
        expect(one("schema")).toBe("public");
        expect(one("application")).toBe("a test");
        expect(one("insert")).toMatch(/^0A000$/);
        expect(one("copy")).toBe("0A000");
        expect(one("timeout")).toBe("57014");
        expect(one("after")).toBe("still here");
      });
    });
  },
);

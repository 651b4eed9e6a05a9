import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type ClientStack,
  deskFacts,
  startClientStack,
} from "../support/clients/client-stack.ts";
import { type DeskRow, deskRows } from "../support/clients/expected.ts";
import {
  describeClient,
  runProgram,
  works,
} from "../support/clients/programs.ts";
import { columnsOf, viewOf } from "../support/clients/rest.ts";

const SCRIPT = join(
  import.meta.dirname,
  "..",
  "support",
  "clients",
  "perl-dbi.pl",
);

interface Answers {
  tables: string[];
  columns: [name: string, type: string, comment: string][];
  primary_key: string[];
  by_desk: DeskRow[];
  prepared: DeskRow[][];
  any: DeskRow[];
  [name: string]: unknown;
}

describeClient(
  "Perl DBI",
  "libdbd-pg-perl",
  works("perl", "-MDBD::Pg", "-MJSON::PP", "-e", "1"),
  () => {
    let stack: ClientStack;
    let answers: Answers;

    beforeAll(async () => {
      stack = await startClientStack();
      const { stdout, stderr, status } = await runProgram("perl", [SCRIPT], {
        env: stack.environment,
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      answers = JSON.parse(stdout) as Answers;
    });

    afterAll(() => stack?.stop());

    it("lists tables and columns with types and comments", async () => {
      expect(answers.tables).toEqual([
        "public.instrument_reference",
        "public.trade_metrics",
        "public.trade_metrics_raw",
        "public.wrapper_holdings",
      ]);
      const columns = columnsOf(await viewOf(stack, "trade_metrics"));
      expect(answers.columns.filter(([name]) => !/^"?__/.test(name))).toEqual(
        columns.map(({ name, type, comment }) => [name, type, comment]),
      );
      expect(answers.primary_key).toEqual([]);
    });

    it("reads the numbers of the facts, with prepared statements and lists", async () => {
      const facts = deskRows(await deskFacts(stack));
      expect(answers.by_desk).toEqual(facts);
      const two = facts.slice(0, 2);
      expect(answers.any).toEqual(two);
      expect(answers.prepared).toEqual([...two, ...two].map((row) => [row]));
      expect(answers["cursor"]).toEqual(two.map(([desk]) => desk));
    });

    it("gets errors by their codes, and goes on", () => {
      expect(answers).toMatchObject({
        ping: 1,
        unknown: "42703",
        aborted: "25P02",
        insert: "0A000",
        copy: "0A000",
        quoted: "it's a\\b",
      });
    });
  },
);

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
  pythonWith,
  runProgram,
} from "../support/clients/programs.ts";
import { columnsOf, viewOf } from "../support/clients/rest.ts";

const SCRIPTS = join(import.meta.dirname, "..", "support", "clients");

const python = pythonWith("psycopg2", "sqlalchemy");

let stack: ClientStack;

async function answersOf<T>(script: string): Promise<T> {
  const { stdout, stderr, status } = await runProgram(
    python!,
    [join(SCRIPTS, script)],
    { env: stack.environment },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout) as T;
}

interface Failure {
  code: string;
  hint: string | null;
}

interface PsycopgAnswers {
  by_desk: DeskRow[];
  desks: string[];
  any: DeskRow[];
  none_of: DeskRow[];
  in: DeskRow[];
  empty_any: DeskRow[];
  numbers: DeskRow[];
  dates: DeskRow[];
  types: string[];
  constants: unknown[];
  server_side: DeskRow[];
  held: DeskRow[];
  columns: string[];
  as_dicts: { desk: string; notional: number; count: number }[];
  scrolled: DeskRow[];
  forward_only: Failure;
  copy: Failure;
  insert: Failure;
  unknown: Failure;
  isolation: string[];
  read_only: string;
  zone: string;
}

interface AlchemyAnswers {
  columns: { name: string; type: string; nullable: boolean; comment: string }[];
  by_desk: DeskRow[];
  in: DeskRow[];
  virtual: [desk: string, notional: number][];
  largest: number;
  streamed: DeskRow[];
  [name: string]: unknown;
}

describeClient(
  "Python",
  "python3-psycopg2 python3-sqlalchemy",
  python !== undefined,
  () => {
    let psycopg: PsycopgAnswers;
    let alchemy: AlchemyAnswers;

    beforeAll(async () => {
      stack = await startClientStack();
      psycopg = await answersOf("psycopg.py");
      alchemy = await answersOf("alchemy.py");
    });

    afterAll(() => stack?.stop());

    const factsOf = async (condition?: string) =>
      deskRows(await deskFacts(stack, condition));
    const desks = () => `desk IN ('${psycopg.desks.join("', '")}')`;

    it("reads the numbers of the facts by psycopg2 and SQLAlchemy, whole and in portions", async () => {
      const facts = await factsOf();
      expect(facts.length).toBeGreaterThan(3);
      for (const rows of [
        psycopg.by_desk,
        psycopg.server_side,
        psycopg.held,
        alchemy.by_desk,
        alchemy.streamed,
      ]) {
        expect(rows).toEqual(facts);
      }
      // Forward by three, back to the first, and the same again.
      const three = facts.slice(0, 3);
      expect(psycopg.scrolled).toEqual([...three, ...three]);
    });

    it("gives parameters: lists, dates, numbers and text", async () => {
      expect(psycopg.desks).toHaveLength(2);
      expect(psycopg.any).toEqual(await factsOf(desks()));
      expect(psycopg.in).toEqual(await factsOf(desks()));
      expect(alchemy.in).toEqual(await factsOf(desks()));
      expect(psycopg.none_of).toEqual(await factsOf(`NOT ${desks()}`));
      expect(psycopg.empty_any).toEqual([]);
      const managers = await factsOf("portfolio_manager_id IN (0, 1, 2, 3)");
      expect(managers.length).toBeGreaterThan(0);
      expect(psycopg.numbers).toEqual(managers);
      const dates = await factsOf(
        "trade_date >= '2024-01-01' AND trade_date < '2024-01-10'",
      );
      expect(dates.length).toBeGreaterThan(0);
      expect(psycopg.dates).toEqual(dates);
      expect(psycopg.constants).toEqual(["it's \\ é", null, true, "1.5"]);
    });

    it("gets values of Python's types, and rows as dictionaries", () => {
      expect(psycopg.types).toEqual([
        "str",
        "datetime",
        "float",
        "int",
        "bool",
        "Decimal",
        "NoneType",
      ]);
      expect(psycopg.columns).toEqual(["desk", "notional", "count"]);
      expect(
        psycopg.as_dicts.map(({ desk, notional, count }) => [
          desk,
          notional,
          count,
        ]),
      ).toEqual(psycopg.by_desk);
    });

    it("gets errors by their codes, and the connection goes on", () => {
      expect(psycopg.forward_only).toMatchObject({
        code: "55000",
        hint: expect.stringContaining("SCROLL") as string,
      });
      expect(psycopg.copy).toMatchObject({
        code: "0A000",
        hint: expect.stringContaining("SELECT") as string,
      });
      expect(psycopg.insert).toMatchObject({ code: "0A000" });
      expect(psycopg.unknown).toMatchObject({ code: "42703" });
      expect(alchemy["error"]).toBe("42703");
      expect(alchemy["after_savepoint"]).toBe(1);
    });

    it("chooses isolation, reading only, and knows the time zone", () => {
      expect(psycopg.isolation).toEqual([
        "read committed",
        "repeatable read",
        "serializable",
        "read uncommitted",
      ]);
      expect(psycopg.read_only).toBe("on");
      expect(psycopg.zone).toBe("UTC");
    });

    it("inspects the model: schemas, tables, and columns with comments", async () => {
      const view = await viewOf(stack, "trade_metrics");
      const tables = [
        "instrument_reference",
        "trade_metrics",
        "trade_metrics_raw",
        "wrapper_holdings",
      ];
      expect(alchemy).toMatchObject({
        schemas: ["information_schema", "public"],
        default_schema: "public",
        tables,
        reflected: tables,
        views: [],
        primary_key: [],
        foreign_keys: [],
        indexes: [],
        unique: [],
        checks: [],
        enums: [],
        sequences: [],
        comment: view.description,
        has: [true, false],
      });
      const types: Record<string, string> = {
        TIMESTAMP: "timestamp without time zone",
        TEXT: "text",
        BIGINT: "bigint",
        DOUBLE_PRECISION: "double precision",
      };
      const columns = columnsOf(view);
      expect(columns.length).toBeGreaterThan(60);
      expect(
        alchemy.columns
          .filter(({ name }) => !name.startsWith("__"))
          .map(({ name, type, comment }) => ({
            name,
            type: types[type] ?? type,
            comment,
          })),
      ).toEqual(columns);
    });

    it("asks as Superset does, over a SELECT of the user's", async () => {
      const facts = await deskFacts(stack);
      facts.sort((a, b) => b.notional - a.notional);
      expect(alchemy.virtual).toEqual(
        facts.map(({ desk, notional }) => [
          desk,
          expect.closeTo(notional, 2) as number,
        ]),
      );
      expect(alchemy.largest).toBeCloseTo(facts[0]!.notional, 2);
    });
  },
);

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

const SCRIPT = join(
  import.meta.dirname,
  "..",
  "support",
  "clients",
  "asyncpg_client.py",
);

const python = pythonWith("asyncpg");

interface Answers {
  by_desk: DeskRow[];
  any: DeskRow[];
  numbers: DeskRow[];
  dates: DeskRow[];
  portions: DeskRow[];
  second: DeskRow;
  prepared: DeskRow[][];
  [name: string]: unknown;
}

describeClient("asyncpg", "python3-asyncpg", python !== undefined, () => {
  let stack: ClientStack;
  let answers: Answers;

  beforeAll(async () => {
    stack = await startClientStack();
    const { stdout, stderr, status } = await runProgram(python!, [SCRIPT], {
      env: stack.environment,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    answers = JSON.parse(stdout) as Answers;
  });

  afterAll(() => stack?.stop());

  const factsOf = async (condition?: string) =>
    deskRows(await deskFacts(stack, condition));

  it("reads the numbers of the facts in binary, whole and in portions", async () => {
    const facts = await factsOf();
    expect(facts.length).toBeGreaterThan(5);
    expect(answers.by_desk).toEqual(facts);
    expect(answers.portions).toEqual(facts);
    expect(answers.second).toEqual(facts[1]);
    expect(answers).toMatchObject({
      passed: 2,
      fifth: facts[4],
      left: facts.length - 5,
    });
  });

  it("gives binary values: lists, numbers, dates and text", async () => {
    const two = (await factsOf()).slice(0, 2);
    expect(answers.any).toEqual(two);
    expect(answers.prepared).toEqual(two.map((row) => [row]));
    expect(answers.numbers).toEqual(
      await factsOf("portfolio_manager_id IN (0, 1, 2, 3)"),
    );
    expect(answers.dates).toEqual(
      await factsOf("trade_date >= '2024-01-01' AND trade_date < '2024-01-10'"),
    );
    expect(answers["constants"]).toEqual([
      "1",
      "[1, 2]",
      "1 day, 0:00:00",
      "2024-01-01",
      "[1]",
      "None",
    ]);
  });

  it("keeps to its transaction, gets errors by their codes, and is reset by its pool", () => {
    expect(answers).toMatchObject({
      isolation: "repeatable read",
      unknown: "42703",
      copy: "0A000",
      reset: "",
    });
  });
});

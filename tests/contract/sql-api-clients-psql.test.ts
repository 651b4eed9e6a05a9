import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, it } from "vitest";
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
  programEnvironment,
  runProgram,
  works,
} from "../support/clients/programs.ts";
import { columnsOf, viewOf } from "../support/clients/rest.ts";

let stack: ClientStack;

/** What psql prints for lines of input, unaligned and without headings. */
async function psql(lines: string[], ...options: string[]) {
  return runProgram("psql", ["-X", ...options], {
    env: stack.environment,
    input: lines.join("\n") + "\n",
  });
}

const rowsOf = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => line.split("|"));

const BY_DESK =
  "SELECT desk, measure(notional), count(*) FROM trade_metrics GROUP BY 1 ORDER BY 1";

const read = (rows: string[][]) =>
  rows.map(([desk, notional, count]) => [
    desk,
    Number(notional),
    Number(count),
  ]);

describeClient("psql", "postgresql-client", works("psql", "--version"), () => {
  beforeAll(async () => {
    stack = await startClientStack();
  });

  afterAll(() => stack?.stop());

  it("reads the numbers of the facts, in one piece and with FETCH_COUNT", async () => {
    const { stdout, stderr } = await psql(
      [`${BY_DESK};`, "\\set FETCH_COUNT 3", `${BY_DESK};`],
      "-At",
    );
    expect(stderr).toBe("");
    const facts = deskRows(await deskFacts(stack));
    expect(facts.length).toBeGreaterThan(3);
    expect(read(rowsOf(stdout))).toEqual([...facts, ...facts]);
  });

  it.each(["\\d", "\\dt"])("lists the views with %s", async (command) => {
    const { stdout } = await psql([command], "-At");
    expect(rowsOf(stdout)).toEqual(
      [
        "instrument_reference",
        "trade_metrics",
        "trade_metrics_raw",
        "wrapper_holdings",
      ].map((name) => ["public", name, "table", "cube"]),
    );
  });

  it("lists no views of Postgres, no indexes and no functions", async () => {
    const { stdout, stderr, status } = await psql(
      ["\\dv", "\\di", "\\df", "\\dx", "\\dT"],
      "-At",
    );
    expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
    expect(stderr.match(/Did not find any relations\./g)).toHaveLength(2);
  });

  it("describes columns with types and comments", async () => {
    const { stdout } = await psql(["\\d+ trade_metrics"], "-At");
    const columns = rowsOf(stdout).filter((row) => row.length > 5);
    const expected = columnsOf(await viewOf(stack, "trade_metrics"));
    expect(expected.length).toBeGreaterThan(60);
    expect(
      columns.map(([name, type, , , , , , , comment]) => [name, type, comment]),
    ).toEqual([
      ...expected.map(({ name, type, comment }) => [name, type, comment]),
      ["__user", "text", expect.any(String)],
      ["__cubeJoinField", "text", expect.any(String)],
    ]);
  });

  it("knows where it is: \\conninfo, \\l, \\dn, \\encoding, \\timing, \\x, \\gdesc, \\gset", async () => {
    const { stdout, stderr } = await psql(
      [
        "\\conninfo",
        "\\l",
        "\\dn",
        "\\encoding",
        "\\timing on",
        "SELECT 7 AS seven \\gset",
        "\\echo :seven",
        "SELECT desk, trade_date FROM trade_metrics \\gdesc",
        "\\x on",
        "SELECT 1 AS one;",
      ],
      "-A",
    );
    expect(stderr).toBe("");
    expect(stdout).toContain(
      `You are connected to database "${DATABASE}" as user "${USER}" on host "127.0.0.1" at port "${stack.sqlPort}".`,
    );
    expect(stdout).toContain(`${DATABASE}|`);
    expect(stdout).toContain("public|pg_database_owner");
    expect(stdout).toContain("UTF8");
    expect(stdout).toMatch(/^7$/m);
    expect(stdout).toContain("desk|text\ntrade_date|timestamp without");
    expect(stdout).toContain("one|1");
    expect(stdout).toMatch(/Time: \d+\.\d+ ms/);
  });

  it("is refused COPY with a word on what to do, and goes on", async () => {
    const { stdout, stderr } = await psql(
      [
        "\\copy (SELECT desk FROM trade_metrics) TO '/dev/null'",
        "COPY trade_metrics TO STDOUT;",
        "COPY trade_metrics FROM STDIN;",
        "SELECT 'still here';",
      ],
      "-At",
      "-v",
      "VERBOSITY=verbose",
    );
    expect(stderr.match(/ERROR: +0A000: COPY is not supported/g)).toHaveLength(
      3,
    );
    expect(stderr.match(/HINT: .*SELECT/g)).toHaveLength(3);
    expect(stdout).toBe("still here\n");
  });

  it("points at the place of an error", async () => {
    const { stderr } = await psql(
      ["SELECT desk,\n  nope FROM trade_metrics;"],
      "-At",
    );
    expect(stderr).toContain('column "nope" does not exist');
    expect(stderr).toContain(
      "LINE 2:   nope FROM trade_metrics;\n          ^\n",
    );
  });

  it("runs several statements of one string, up to the first that fails", async () => {
    const { stdout, stderr } = await psql(
      [],
      "-At",
      "-c",
      "BEGIN READ ONLY; SELECT 1; SELECT nope; SELECT 2",
      "-c",
      "SELECT 2",
      "-c",
      "ROLLBACK; SELECT 3",
    );
    expect(stdout).toBe("BEGIN\n1\nROLLBACK\n3\n");
    expect(stderr).toContain('column "nope" does not exist');
    expect(stderr).toContain("current transaction is aborted");
  });

  it("stops a long statement at Ctrl-C, and the session goes on", async () => {
    // Only at a terminal does psql stay after Ctrl-C.
    const child = spawn(
      "script",
      ["-qefc", "exec psql -X -At -P pager=off", "/dev/null"],
      { env: programEnvironment(stack.environment) },
    );
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
    const within = async (milliseconds: number, text: string) => {
      const late = AbortSignal.timeout(milliseconds);
      while (!output.includes(text) && !late.aborted) {
        await once(child.stdout, "data", { signal: late }).catch(() => {});
      }
      return output.includes(text);
    };
    expect(await within(30_000, `${DATABASE}=>`)).toBe(true);
    // Nobody sees when psql has sent a line: Ctrl-C before that only drops it.
    const until = async (text: string, line: string) => {
      for (;;) {
        child.stdin.write(`${line}\n`);
        if (await within(1000, text)) return;
        child.stdin.write("\u0003");
        if (await within(1000, text)) return;
      }
    };
    await until(
      "canceling statement due to user request",
      "SELECT count(*) FROM generate_series(1, 100000000000);",
    );
    await until("still|here", "SELECT 'still', 'h' || 'ere';");
    const closed = once(child, "close");
    child.stdin.write("\\q\n");
    expect((await closed)[0]).toBe(0);
  });
});

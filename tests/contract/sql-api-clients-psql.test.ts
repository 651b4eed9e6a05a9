import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type ClientStack,
  DATABASE,
  type DeskFacts,
  deskFacts,
  startClientStack,
  USER,
} from "../support/clients/client-stack.ts";
import {
  describeClient,
  programEnvironment,
  runProgram,
  works,
} from "../support/clients/programs.ts";

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

const expected = (rows: DeskFacts[]) =>
  rows.map(({ desk, notional, rows }) => [
    desk,
    expect.closeTo(notional, 2) as number,
    rows,
  ]);

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
    const facts = expected(await deskFacts(stack));
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
    const response = await fetch(`${stack.apiUrl}/cubejs-api/v1/meta`);
    const { cubes } = (await response.json()) as Meta;
    const view = cubes.find(({ name }) => name === "trade_metrics");
    const members = [...view!.measures, ...view!.dimensions];
    expect(members.length).toBeGreaterThan(60);
    expect(
      columns.map(([name, , , , , , , , comment]) => [name, comment]),
    ).toEqual([
      ...members.map(({ name, description }) => [
        name.replace("trade_metrics.", ""),
        description ?? "",
      ]),
      ["__user", expect.any(String)],
      ["__cubeJoinField", expect.any(String)],
    ]);
    const types = new Map(columns.map(([name, type]) => [name, type]));
    expect(types.get("notional")).toBe("double precision");
    expect(types.get("row_count")).toBe("bigint");
    expect(types.get("desk")).toBe("text");
    expect(types.get("trade_date")).toBe("timestamp without time zone");
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
    const until = async (text: string) => {
      while (!output.includes(text)) await once(child.stdout, "data");
    };
    await until(`${DATABASE}=`);
    child.stdin.write("SELECT pg_backend_pid() > 0, 'be' || 'gun';\n");
    await until("t|begun");
    child.stdin.write(
      "\\echo wai''ting\n SELECT count(*) FROM generate_series(1, 100000000000);\n",
    );
    await until("waiting");
    child.stdin.write("\u0003");
    await until("canceling statement due to user request");
    child.stdin.write("SELECT 'still', 'h' || 'ere';\n");
    await until("still|here");
    const closed = once(child, "close");
    child.stdin.write("\\q\n");
    expect((await closed)[0]).toBe(0);
  });
});

interface Meta {
  cubes: {
    name: string;
    measures: Member[];
    dimensions: Member[];
  }[];
}

interface Member {
  name: string;
  description?: string;
}

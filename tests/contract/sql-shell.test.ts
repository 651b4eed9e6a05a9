import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signToken, tokenKey } from "../../server/cube/api-token.ts";
import { connect, rows } from "../../server/warehouse/client.ts";
import { sharedStack, type SharedStack } from "../support/shared-stack.ts";
import { TEST_SECRET } from "../support/stack.ts";

let stack: SharedStack;
let home: string;

beforeAll(async () => {
  stack = await sharedStack("sql");
  home = await mkdtemp(join(tmpdir(), "lookthrough-shell-"));
});
afterAll(async () => {
  if (home !== undefined) await rm(home, { recursive: true, force: true });
});

const ROOT = join(import.meta.dirname, "..", "..");
const PROGRAM = ["--import", "tsx", join("server", "sql-shell", "main.ts")];

const environment = (env: Record<string, string> = {}) => ({
  PATH: process.env["PATH"],
  HOME: home,
  TERM: "xterm",
  CUBEJS_PG_SQL_PORT: String(stack.sqlPort),
  PGUSER: "me",
  ...env,
});

async function shell(
  args: string[],
  input = "",
  env: Record<string, string> = {},
) {
  const child = spawn(process.execPath, [...PROGRAM, ...args], {
    cwd: ROOT,
    env: environment(env),
  });
  child.stdin.end(input);
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once("close", resolve)),
  ]);
  return { stdout, stderr, status };
}

const facts = async <T>(query: string): Promise<T[]> => {
  const client = connect(stack.connections.owner);
  try {
    return await rows<T>(client, query);
  } finally {
    await client.close();
  }
};

describe("npm run sql", () => {
  it("runs the statements of --command and ends", async () => {
    const [counted] = await facts<{ rows: string; trades: string }>(
      "SELECT count() AS rows, uniqExact(trade_id) AS trades FROM trades_1d",
    );
    const { stdout, status } = await shell([
      "--format",
      "json",
      "-c",
      "select count(*) n from trade_metrics; select measure(trade_count) t from trade_metrics",
    ]);
    expect(stdout).toBe(`{"n":${counted!.rows}}\n{"t":${counted!.trades}}\n`);
    expect(status).toBe(0);
  });

  it("writes all rows of a large result as CSV", async () => {
    const held = await facts<{ parent_symbol: string; symbol: string }>(
      "SELECT parent_symbol, constituent_symbol AS symbol FROM constituents ORDER BY 1, 2",
    );
    const { stdout } = await shell([
      "--format=csv",
      "-c",
      "select parent_symbol, constituent_symbol from wrapper_holdings order by 1, 2",
    ]);
    expect(stdout.trim().split("\n")).toEqual([
      "parent_symbol,constituent_symbol",
      ...held.map((row) => `${row.parent_symbol},${row.symbol}`),
    ]);
    const all = await shell([
      "--format=csv",
      "-c",
      "select generate_series(1, 12345)",
    ]);
    expect(all.stdout.trim().split("\n")).toHaveLength(12_346);
  });

  it("describes tables and columns with what they mean", async () => {
    const tables = await shell(["-c", "\\d"]);
    expect(tables.stdout).toMatch(/^ trade_metrics +\| +\d+ \| How much/m);
    const columns = await shell(["-c", "\\d trade_metrics"]);
    expect(columns.stdout).toMatch(
      /^ row_count +\| bigint +\| Number of rows/m,
    );
  });

  it("takes statements from standard input and from a file, over several lines", async () => {
    const statements = "select 1 as\n  one;\n\\x\nselect 2 as two\n";
    const path = join(home, "a.sql");
    await writeFile(path, statements);
    const piped = await shell([], statements);
    const read = await shell(["-f", path]);
    for (const { stdout, status } of [piped, read]) {
      expect(stdout).toContain(" one\n-----\n   1\n(1 row)");
      expect(stdout).toContain("-[ RECORD 1 ]\ntwo | 2\n");
      expect(status).toBe(0);
    }
  });

  it("stops at the first error and shows where it is", async () => {
    const { stdout, stderr, status } = await shell(
      [],
      "select desk,\n  nope from trade_metrics;\nselect 2;\n",
    );
    expect(stderr).toBe(
      'ERROR:  column "nope" does not exist\nLINE 2:   nope from trade_metrics\n          ^\n',
    );
    expect(stdout).toBe("");
    expect(status).toBe(1);
  });

  it.each([
    [
      ["-c", "\\nope"],
      "error: unknown command: \\nope\n  hint: \\? lists them",
    ],
    [["--format", "xml"], "--format must be one of table, csv, json: xml"],
    [["-c", "x", "-f", "y"], "--command and --file together"],
    [["-f", "/no/such.sql"], "cannot read /no/such.sql"],
    [["--port", "1", "-c", "x"], "nothing listens on port 1 of 127.0.0.1"],
    [
      ["-U", "token", "-c", "x"],
      "the SQL API asks for a password\n  hint: set PGPASSWORD",
    ],
  ])("%j: %s", async (args, message) => {
    const { stderr, status } = await shell(args);
    expect(stderr).toContain(message);
    expect(status).toBeGreaterThan(0);
  });

  it("shows the bearer of a token what the token may see", async () => {
    const [first] = await facts<{ desk: string; rows: string }>(
      "SELECT desk, count() AS rows FROM trades_1d GROUP BY desk ORDER BY desk LIMIT 1",
    );
    const token = signToken(
      { groups: ["desk"], desk: first!.desk },
      tokenKey(TEST_SECRET),
      "1h",
    );
    const { stdout } = await shell(
      [
        "-U",
        "token",
        "--format",
        "csv",
        "-c",
        "select desk, count(*) from trade_metrics group by 1",
      ],
      "",
      { PGPASSWORD: token },
    );
    expect(stdout).toBe(`desk,count\n${first!.desk},${first!.rows}\n`);
    const wrong = await shell(["-U", "token", "-c", "x"], "", {
      PGPASSWORD: "wrong",
    });
    expect(wrong.stderr).toContain("does not let token in");
  });
});

describe("npm run sql, on a terminal", () => {
  /** A pseudo terminal of util-linux; what is typed waits for what was shown. */
  async function typed(
    steps: [awaited: string, keys: string, again?: "until the next"][],
  ) {
    const command = [process.execPath, ...PROGRAM].join(" ");
    const child = spawn("script", ["-qec", command, "/dev/null"], {
      cwd: ROOT,
      env: environment(),
    });
    let shown = "";
    let place = 0;
    const waiting = [...steps];
    let repeated: NodeJS.Timeout | undefined;
    const type = () => {
      const [next] = waiting;
      const found = next === undefined ? -1 : shown.indexOf(next[0], place);
      if (next === undefined || found < 0) return;
      clearInterval(repeated);
      place = found + next[0].length;
      waiting.shift();
      child.stdin.write(next[1]);
      if (next[2] !== undefined) {
        repeated = setInterval(() => child.stdin.write(next[1]), 1000);
      }
      type();
    };
    child.stdout.on("data", (chunk: Buffer) => {
      shown += chunk.toString();
      type();
    });
    const status = await new Promise<number | null>((resolve) =>
      child.once("close", resolve),
    );
    clearInterval(repeated);
    return { shown, status, left: waiting };
  }

  const hasTerminal = spawnSync("script", ["--version"]).status === 0;
  const name = hasTerminal ? "" : " (needs script of util-linux)";
  it.skipIf(!hasTerminal)(
    `runs, completes names, is interrupted by Ctrl-C, remembers${name}`,
    async () => {
      const { shown, status, left } = await typed([
        ["lookthrough=> ", "select 40 +\r"],
        ["-> ", "2 as answer;\r"],
        ["(1 row)", "select count(*) from instrument_ref"],
        // Typed, not pasted: a tabulator in a pasted text is a tabulator.
        ["instrument_ref", "\t"],
        ["erence", ";\r"],
        ["(1 row)", "select count(*) from generate_series(1, 100000000000);\r"],
        // The statement may not have begun when its line is shown.
        ["100000000000);", "\x03", "until the next"],
        ["canceling statement", "select 'half\r"],
        ["-> ", "\x03"],
        ["lookthrough=> ", "select 'on';\r"],
        ["(1 row)", "\\q\r"],
      ]);
      expect(left).toEqual([]);
      expect(status).toBe(0);
      expect(shown).toMatch(/answer\s+-+\s+42/);
      expect(shown).toContain("instrument_reference");
      expect(shown).toMatch(/\bon\s+\(1 row\)/);
      const history = await readFile(
        join(home, ".lookthrough_sql_history"),
        "utf8",
      );
      expect(history).toContain("select 'on';");
    },
  );
});

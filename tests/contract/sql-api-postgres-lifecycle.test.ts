import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  type PoolOptions,
  PgPool,
} from "../../server/sql-api/postgres/pool.ts";
import { writeSnapshot } from "../../server/sql-api/postgres/snapshot.ts";
import {
  ask,
  askOne,
  dimension,
  errorOf,
  NO_BINDING,
  session,
  table,
  TRADES,
} from "../support/sql-api-database.ts";

const ENDLESS = "SELECT count(*) FROM generate_series(1, 1000000000000)";
/** Ends the thread: JavaScript's stack is exhausted before Postgres' own limit. */
const CRASH = "SELECT (repeat('[', 1000000) || repeat(']', 1000000))::jsonb";

let folder: string;
/** For what needs no options of its own. */
let shared: PgPool;
const pools: PgPool[] = [];

/** Starts from what the first one of them made. */
function newPool(options: PoolOptions = {}): PgPool {
  const pool = new PgPool({ cacheFolder: folder, maxDatabases: 1, ...options });
  pools.push(pool);
  return pool;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sql-api-"));
  shared = new PgPool({ cacheFolder: folder, maxDatabases: 1 });
  await shared.warmUp([TRADES]);
});
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});
afterAll(async () => {
  await shared.close();
  await rm(folder, { recursive: true });
});

const oneTable = (name: string) => [table(name, [dimension("a", "text")])];
const tableNames = (pool: PgPool, name: string) =>
  ask(
    pool.database(oneTable(name)),
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
  );

describe("a statement that takes too long", () => {
  it("ends after the limit of the pool, others run", async () => {
    const database = newPool({ timeout: 500 }).database([TRADES]);
    const error = errorOf(ask(database, ENDLESS));
    const others = Array.from({ length: 5 }, (_, place) =>
      askOne(database, `SELECT ${place}`),
    );
    expect(await error).toMatchObject({
      code: "57014",
      message: "canceling statement due to statement timeout",
    });
    expect(await Promise.all(others)).toEqual(["0", "1", "2", "3", "4"]);
  });

  it("ends after statement_timeout where that is shorter, and not where it is 0", async () => {
    const database = shared.database([TRADES]);
    const short = session({ statement_timeout: "300ms" });
    expect(await errorOf(ask(database, ENDLESS, short))).toMatchObject({
      code: "57014",
    });
    const limited = newPool({ timeout: 400 }).database([TRADES]);
    const none = session({ statement_timeout: "0" });
    expect(await errorOf(ask(limited, ENDLESS, none))).toMatchObject({
      code: "57014",
    });
    expect(await askOne(limited, "SELECT 1", none)).toBe("1");
  });

  it("does not count the time others take before it", async () => {
    const database = newPool({ timeout: 700 }).database([TRADES]);
    await askOne(database, "SELECT 1");
    const first = errorOf(ask(database, ENDLESS));
    const second = errorOf(ask(database, ENDLESS));
    const third = askOne(
      database,
      "SELECT 1",
      session({ statement_timeout: "600ms" }),
    );
    expect((await first).code).toBe("57014");
    expect((await second).code).toBe("57014");
    expect(await third).toBe("1");
  });
});

describe("a cancelled statement", () => {
  const canceled = {
    code: "57014",
    message: "canceling statement due to user request",
  };

  it("ends while it runs, others run", async () => {
    const database = shared.database([TRADES]);
    await askOne(database, "SELECT 1");
    const cancel = new AbortController();
    const error = errorOf(
      ask(database, ENDLESS, session(), NO_BINDING, cancel.signal),
    );
    const other = askOne(database, "SELECT 2");
    setTimeout(() => cancel.abort(), 100);
    expect(await error).toMatchObject(canceled);
    expect(await other).toBe("2");
  });

  it("ends while it waits, and is never run", async () => {
    const database = newPool({ timeout: 1000 }).database([TRADES]);
    const running = errorOf(ask(database, ENDLESS));
    const cancel = new AbortController();
    const waiting = errorOf(
      ask(database, ENDLESS, session(), NO_BINDING, cancel.signal),
    );
    const last = askOne(database, "SELECT 3");
    cancel.abort();
    expect(await waiting).toMatchObject(canceled);
    expect((await running).code).toBe("57014");
    expect(await last).toBe("3");
  });

  it("is not begun", async () => {
    const database = shared.database([TRADES]);
    const error = errorOf(
      ask(database, "SELECT 1", session(), NO_BINDING, AbortSignal.abort()),
    );
    expect(await error).toMatchObject(canceled);
  });

  it("may be over already", async () => {
    const database = shared.database([TRADES]);
    const cancel = new AbortController();
    expect(
      await askOne(database, "SELECT 1", session(), NO_BINDING, cancel.signal),
    ).toBe("1");
    cancel.abort();
    expect(await askOne(database, "SELECT 2")).toBe("2");
  });
});

describe("a thread that ends", () => {
  it("takes only the statement with it that it was running", async () => {
    const database = shared.database([TRADES]);
    const crash = errorOf(ask(database, CRASH));
    const others = Array.from({ length: 20 }, (_, place) =>
      askOne(
        database,
        "SELECT current_setting('my.place')",
        session({ "my.place": String(place) }),
      ),
    );
    expect(await crash).toMatchObject({ code: "54001" });
    expect(await Promise.all(others)).toEqual(
      Array.from({ length: 20 }, (_, place) => String(place)),
    );
  });

  it("is replaced when it has grown", async () => {
    const database = newPool({ recycleAbove: 1 }).database([TRADES]);
    const as = session({ timezone: "Asia/Tokyo" }, "tom");
    for (let round = 0; round < 3; round++) {
      expect(
        await ask(
          database,
          "SELECT current_user, current_setting('timezone')",
          as,
        ),
      ).toEqual([["tom", "Asia/Tokyo"]]);
    }
  });

  it("keeps what tables are called by number", async () => {
    const database = shared.database([TRADES]);
    const oid = await askOne(database, "SELECT 'trades'::regclass::oid");
    await errorOf(ask(database, CRASH));
    expect(await askOne(database, "SELECT 'trades'::regclass::oid")).toBe(oid);
  });
});

describe("databases", () => {
  it("are the same for the same tables, however often they are asked for", () => {
    const pool = shared;
    expect(pool.database(oneTable("a"))).toBe(pool.database(oneTable("a")));
    expect(pool.database(oneTable("a"))).not.toBe(pool.database(oneTable("b")));
  });

  it("have the tables they were asked for with, more of them than may run at a time", async () => {
    const pool = newPool({ maxDatabases: 2 });
    const names = ["a", "b", "c"];
    const all = await Promise.all(names.map((name) => tableNames(pool, name)));
    expect(all).toEqual(names.map((name) => [[name]]));
    for (const name of ["c", "a"]) {
      expect(await tableNames(pool, name)).toEqual([[name]]);
    }
  });

  it("give way to others, though they always have work", async () => {
    const pool = newPool({ maxDatabases: 1 });
    let going = true;
    const busy = (async () => {
      while (going) await tableNames(pool, "busy");
    })();
    const busier = (async () => {
      while (going) await tableNames(pool, "busy");
    })();
    expect(await tableNames(pool, "other")).toEqual([["other"]]);
    going = false;
    await Promise.all([busy, busier]);
  });

  it("of a changed model are others, and those of before still answer", async () => {
    const pool = shared;
    const before = pool.database(oneTable("t"));
    const after = pool.database([
      table("t", [dimension("a", "text"), dimension("b", "int8")]),
    ]);
    expect((await errorOf(ask(before, "SELECT b FROM t"))).code).toBe("42703");
    expect(await ask(after, "SELECT b FROM t")).toEqual([]);
    expect(await ask(before, "SELECT a FROM t")).toEqual([]);
  });

  it("that nobody uses end, and start again", async () => {
    const pool = newPool({ maxDatabases: 2, idleTimeout: 50 });
    await tableNames(pool, "a");
    await tableNames(pool, "b");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await tableNames(pool, "a")).toEqual([["a"]]);
  });

  it("may have 200 tables of 40 columns", async () => {
    const columns = Array.from({ length: 40 }, (_, place) =>
      dimension(`c${place}`, "text", "What it is"),
    );
    const tables = Array.from({ length: 200 }, (_, place) =>
      table(`t${place}`, columns, "It"),
    );
    const database = shared.database(tables);
    expect(
      await ask(
        database,
        "SELECT count(DISTINCT attrelid), count(*), count(col_description(attrelid, attnum)) FROM pg_attribute WHERE attrelid::regclass::text ~ '^t[0-9]+$' AND attnum > 0",
      ),
    ).toEqual([["200", "8000", "8000"]]);
  });
});

describe("what databases start from", () => {
  const file = async () => join(folder, (await readdir(folder))[0]!);

  it("is kept, and made again when it is damaged, by a process that ends then", async () => {
    const whole = await readFile(await file());
    const damaged = Buffer.from(whole);
    damaged[whole.length - 5_000_000]! ^= 1;
    await writeFile(await file(), damaged);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--import", "tsx", "tests/support/sql-api-exits.ts", folder],
      { timeout: 100_000 },
    );
    expect(stdout.trim()).toBe("answer 1");
    const made = await readFile(await file());
    expect(made.length).toBeGreaterThan(5_000_000);
    expect(made.equals(damaged)).toBe(false);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it("is made again when no database starts from it, which is an error once", async () => {
    const path = await file();
    await writeSnapshot(path, { files: [], bytes: new SharedArrayBuffer(0) });
    const database = newPool().database([TRADES]);
    const errors = await Promise.all([
      errorOf(ask(database, "SELECT 1")),
      errorOf(ask(database, "SELECT 2")),
    ]);
    expect(errors.map(({ code }) => code)).toEqual(["58000", "58000"]);
    expect(await askOne(database, "SELECT 1")).toBe("1");
  });

  it("needs no folder that can be written", async () => {
    const problems: string[] = [];
    const path = join(await file(), "no-folder");
    const pool = newPool({
      cacheFolder: path,
      onProblem: (problem) => problems.push(problem),
    });
    expect(await askOne(pool.database([]), "SELECT 1")).toBe("1");
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain("cannot write the snapshot");
  });
});

describe("close", () => {
  it("ends what runs and waits, and nothing begins afterwards", async () => {
    const pool = newPool({ maxDatabases: 1 });
    const database = pool.database([TRADES]);
    await askOne(database, "SELECT 1");
    const work = [
      errorOf(ask(database, ENDLESS)),
      errorOf(ask(database, "SELECT 1")),
      errorOf(tableNames(pool, "other")),
    ];
    await new Promise((resolve) => setTimeout(resolve, 50));
    await pool.close();
    for (const error of await Promise.all(work))
      expect(error.code).toBe("57P01");
    expect((await errorOf(ask(database, "SELECT 1"))).code).toBe("57P01");
    expect((await errorOf(pool.warmUp(oneTable("new")))).code).toBe("57P01");
    await pool.close();
  });

  it("ends a start", async () => {
    const pool = newPool();
    const warm = errorOf(pool.warmUp([TRADES]));
    await pool.close();
    expect((await warm).code).toMatch(/57P01|58000/);
  });
});

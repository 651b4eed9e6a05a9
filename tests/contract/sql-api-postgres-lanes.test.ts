import { afterEach, describe, expect, it } from "vitest";
import {
  type PoolOptions,
  PgPool,
} from "../../server/sql-api/postgres/pool.ts";
import { POSTGRES_CACHE } from "../support/postgres-cache.ts";
import {
  ask,
  askOne,
  errorOf,
  session,
  TRADES,
} from "../support/sql-api-database.ts";

/** Takes neither memory nor files, only time. */
const ENDLESS =
  "SELECT count(*) FROM pg_class a, pg_class b, pg_class c, pg_class d";
const SLOW = "SELECT count(*) FROM generate_series(1, 3000000)";

const pools: PgPool[] = [];

function newPool(options: PoolOptions): PgPool {
  const pool = new PgPool({ cacheFolder: POSTGRES_CACHE, ...options });
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

describe("a statement that takes long", () => {
  it("does not keep others waiting until it ends", async () => {
    const database = newPool({ maxDatabases: 2 }).database([TRADES]);
    await askOne(database, "SELECT 1");
    let isOver = false;
    const cancel = new AbortController();
    const endless = errorOf(
      ask(database, ENDLESS, session(), undefined, cancel.signal),
    ).finally(() => (isOver = true));
    const as = session({ "my.own": "x" }, "tom");
    for (let round = 0; round < 3; round++) {
      expect(
        await ask(
          database,
          "SELECT current_user, current_setting('my.own')",
          as,
        ),
      ).toEqual([["tom", "x"]]);
    }
    expect(isOver).toBe(false);
    cancel.abort();
    expect((await endless).code).toBe("57014");
  });

  it("ends when others wait and there is no thread for them", async () => {
    const database = newPool({ maxDatabases: 2, patience: 300 }).database([
      TRADES,
    ]);
    await askOne(database, "SELECT 1");
    const endless = [1, 2, 3].map(() => errorOf(ask(database, ENDLESS)));
    expect(await askOne(database, "SELECT 2")).toBe("2");
    expect(await endless[0]).toMatchObject({
      code: "53000",
      message: "the statement took long while others waited for its place",
    });
    // All but those that nobody waits for any more.
    const others = [1, 2, 3, 4].map((number) =>
      askOne(database, `SELECT ${number}`),
    );
    expect(await Promise.all(others)).toEqual(["1", "2", "3", "4"]);
  });

  it("of one database gives way to another database", async () => {
    const pool = newPool({ maxDatabases: 1, patience: 300 });
    const error = errorOf(ask(pool.database([TRADES]), ENDLESS));
    expect(await askOne(pool.database([]), "SELECT 1")).toBe("1");
    expect((await error).code).toBe("53000");
  });

  it("ends well when there are threads enough, whatever waits meanwhile", async () => {
    const database = newPool({ maxDatabases: 3 }).database([TRADES]);
    const slow = [1, 2].map(() => askOne(database, SLOW));
    const quick = Array.from({ length: 50 }, (_, place) =>
      askOne(
        database,
        "SELECT current_setting('my.place')",
        session({ "my.place": String(place) }),
      ),
    );
    expect(await Promise.all(quick)).toEqual(
      Array.from({ length: 50 }, (_, place) => String(place)),
    );
    expect(await Promise.all(slow)).toEqual(["3000000", "3000000"]);
  });
});

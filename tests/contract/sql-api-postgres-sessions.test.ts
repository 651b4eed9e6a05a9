import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../server/sql-api/postgres/database.ts";
import { PgPool } from "../../server/sql-api/postgres/pool.ts";
import { POSTGRES_CACHE } from "../support/postgres-cache.ts";
import {
  ask,
  askOne,
  errorOf,
  NEVER,
  session,
  TRADES,
} from "../support/sql-api-database.ts";

let pool: PgPool;
let database: Database;

beforeAll(async () => {
  pool = new PgPool({ cacheFolder: POSTGRES_CACHE, maxDatabases: 1 });
  database = pool.database([TRADES]);
  await pool.warmUp([TRADES]);
});
afterAll(() => pool.close());

describe("names", () => {
  const WHO =
    "SELECT current_user, session_user, current_database(), current_setting('is_superuser')";

  it.each([
    "ann",
    "postgres",
    "cube",
    "login",
    "public",
    "none",
    "default",
    "pg_reader",
    "Ann O'Neil",
    'a"b\\c; DROP ROLE cube; --',
    "été 🚀",
    "ann@example.com",
  ])("login and database may be called %j", async (name) => {
    const as = session({}, name, name);
    expect(await ask(database, WHO, as)).toEqual([[name, name, name, "off"]]);
    expect(
      await askOne(
        database,
        "SELECT datname FROM pg_database WHERE datname = current_database()",
        as,
      ),
    ).toBe(name);
    // The owner of the tables stays another one.
    const rows = await ask(
      database,
      "SELECT tableowner FROM pg_tables WHERE schemaname = 'public'",
      as,
    );
    expect(rows[0]![0]).toBe(name === "cube" ? "pg_cube" : "cube");
  });

  it("are cut off where Postgres would", async () => {
    const as = session({}, "é".repeat(50), "d".repeat(100));
    expect(await ask(database, WHO, as)).toEqual([
      ["é".repeat(31), "é".repeat(31), "d".repeat(63), "off"],
    ]);
  });

  it.each(["pg_monitor", "pg_system", "pg_read_all_data"])(
    "refuses the login %s, a role of Postgres",
    async (name) => {
      const work = ask(database, "SELECT 1", session({}, name));
      expect(await errorOf(work)).toMatchObject({ code: "42939" });
      expect(await askOne(database, "SELECT current_user")).toBe("ann");
    },
  );

  it("no login finds the names of others", async () => {
    await ask(database, "SELECT 1", session({}, "secretary", "takeover"));
    const roles = await ask(
      database,
      "SELECT rolname FROM pg_roles WHERE rolname = 'secretary' UNION ALL SELECT datname FROM pg_database WHERE datname = 'takeover'",
    );
    expect(roles).toEqual([]);
  });
});

describe("settings", () => {
  const TIME = "SELECT '2024-03-01 12:00:00+00'::timestamptz";

  it.each([
    ["timezone", "Europe/Berlin", TIME, "2024-03-01 13:00:00+01"],
    ["datestyle", "SQL, DMY", "SELECT '02/03/2024'::date", "02/03/2024"],
    ["datestyle", "German", TIME, "01.03.2024 12:00:00 UTC"],
    ["extra_float_digits", "0", "SELECT 0.1::float8 + 0.2::float8", "0.3"],
    [
      "extra_float_digits",
      "3",
      "SELECT 0.1::float8 + 0.2::float8",
      "0.30000000000000004",
    ],
    ["bytea_output", "escape", "SELECT '\\x41'::bytea", "A"],
    ["intervalstyle", "iso_8601", "SELECT interval '1 day'", "P1D"],
    ["search_path", '"$user", public', "SHOW search_path", '"$user", public'],
    ["search_path", '"A ""b", c', "SHOW search_path", '"A ""b", c'],
    ["my.app", "x'y\\z", "SHOW my.app", "x'y\\z"],
    ["standard_conforming_strings", "off", "SELECT 'a\\\\b'", "a\\b"],
    ["application_name", "a\\b'c", "SHOW application_name", "a\\b'c"],
  ])("%s = %j holds for %s", async (name, value, text, answer) => {
    const settings = { standard_conforming_strings: "on", [name]: value };
    expect(await askOne(database, text, session(settings))).toBe(answer);
  });

  it("of two sessions never mix", async () => {
    const berlin = session({ timezone: "Europe/Berlin" }, "bob", "b");
    const tokyo = session(
      { timezone: "Asia/Tokyo", "my.app": "t" },
      "tom",
      "t",
    );
    const text = `SELECT current_user, current_database(), (${TIME})::text, current_setting('my.app', true)`;
    const rounds = Array.from({ length: 20 }, () => [
      ask(database, text, berlin),
      ask(database, text, tokyo),
    ]).flat();
    const answers = await Promise.all(rounds);
    answers.forEach((rows, place) => {
      const [user, name, time, app] = rows[0]!;
      if (place % 2 === 0) {
        expect([user, name, time]).toEqual([
          "bob",
          "b",
          "2024-03-01 13:00:00+01",
        ]);
        expect(app).not.toBe("t");
      } else {
        expect([user, name, time]).toEqual([
          "tom",
          "t",
          "2024-03-01 21:00:00+09",
        ]);
        expect(app).toBe("t");
      }
    });
  });

  it("change with a new Map in the same session", async () => {
    const first = session({ timezone: "Asia/Tokyo" });
    expect(await askOne(database, "SHOW timezone", first)).toBe("Asia/Tokyo");
    const second = { ...first, settings: new Map([["timezone", "UTC"]]) };
    expect(await askOne(database, "SHOW timezone", second)).toBe("UTC");
    const third = { ...first, settings: new Map<string, string>() };
    expect(await askOne(database, "SHOW timezone", third)).toBe("UTC");
  });

  it("that are wrong fail, and the session of before is not used instead", async () => {
    const known = session({ timezone: "Asia/Tokyo" }, "tom");
    expect(await askOne(database, "SHOW timezone", known)).toBe("Asia/Tokyo");
    const wrong = session({ timezone: "Mars/Olympus" }, "bob");
    expect(
      await errorOf(ask(database, "SELECT current_user", wrong)),
    ).toMatchObject({ code: "22023" });
    const right = session({}, "bob");
    expect(
      await ask(
        database,
        "SELECT current_user, current_setting('timezone')",
        right,
      ),
    ).toEqual([["bob", "UTC"]]);
    expect(
      await ask(
        database,
        "SELECT current_user, current_setting('timezone')",
        known,
      ),
    ).toEqual([["tom", "Asia/Tokyo"]]);
  });

  it.each(["nonsense", "log_min_messages", "zero_damaged_pages"])(
    "do not include %s",
    async (name) => {
      const work = ask(database, "SELECT 1", session({ [name]: "on" }));
      expect((await errorOf(work)).code).toMatch(/^42(704|501)|22023$/);
    },
  );

  it("cannot make a login somebody else", async () => {
    const as = session({
      session_authorization: "pg_system",
      role: "pg_system",
      Session_Authorization: "pg_system",
    });
    expect(
      await ask(database, "SELECT current_user, session_user", as),
    ).toEqual([["ann", "ann"]]);
  });
});

describe("set", () => {
  const set = (text: string, settings: Record<string, string> = {}) =>
    database.set(session(settings), text, NEVER);

  it("gives the settings to keep and the parameters that changed", async () => {
    expect(
      await set("SET TIME ZONE 'Europe/Berlin'", { datestyle: "ISO, DMY" }),
    ).toEqual({
      settings: new Map([
        ["timezone", "Europe/Berlin"],
        ["datestyle", "ISO, DMY"],
      ]),
      parameters: [["TimeZone", "Europe/Berlin"]],
    });
  });

  it.each([
    ["SET statement_timeout = 90000", "statement_timeout", "90s", []],
    [
      'SET search_path = "A b", public',
      "search_path",
      '"A b", public',
      [["search_path", '"A b", public']],
    ],
    ["SET my.app TO 'x'", "my.app", "x", []],
    [
      "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
      "default_transaction_read_only",
      "off",
      [],
    ],
    ["SET NAMES 'UTF8'", "client_encoding", "UTF8", []],
    [
      "/* psqlODBC */ SET DateStyle = 'German'",
      "datestyle",
      "German, DMY",
      [["DateStyle", "German, DMY"]],
    ],
  ])("%s keeps %s", async (text, name, value, parameters) => {
    const result = await set(text);
    expect([...result.settings]).toEqual([[name, value]]);
    expect(result.parameters).toEqual(parameters);
  });

  it("gives what can be replayed", async () => {
    const texts = [
      "SET search_path = \"$user\", 'It''s', public",
      "SET TIME ZONE INTERVAL '+02:30' HOUR TO MINUTE",
      "SET TIME ZONE -5",
      "SET work_mem = '8MB'",
      "SET my.app = '\\''; DROP'",
      "SET application_name = ''",
    ];
    for (const text of texts.map((each) => each.replace("\\''", "''"))) {
      const { settings } = await set(text);
      const again = { ...session(), settings };
      for (const [name, value] of settings) {
        expect([text, await askOne(database, `SHOW ${name}`, again)]).toEqual([
          text,
          value,
        ]);
      }
      expect(settings.size).toBe(1);
    }
  });

  it("RESET goes back", async () => {
    const { settings, parameters } = await set("RESET timezone", {
      timezone: "Asia/Tokyo",
      datestyle: "German",
    });
    expect([...settings]).toEqual([["datestyle", "German, DMY"]]);
    expect(parameters).toEqual([["TimeZone", "UTC"]]);
    expect(
      (await set("RESET ALL", { timezone: "Asia/Tokyo" })).settings,
    ).toEqual(new Map());
  });

  it.each([
    ["SET nonsense = 1", "42704"],
    ["SET timezone = 'Mars'", "22023"],
    ["SET shared_buffers = '1GB'", "55P02"],
    ["SET log_statement = 'all'", "42501"],
    ["SET ROLE cube", "42501"],
    ["SET ROLE pg_system", "42501"],
    ["SET role TO 'pg_read_server_files'", "42501"],
    ["SET SESSION AUTHORIZATION pg_system", "42501"],
    ["SET SESSION AUTHORIZATION cube", "42501"],
    ["SET session_authorization TO 'pg_system'", "42501"],
    ['SET U&"\\0073ession_authorization" TO pg_system', "42501"],
    ["SET a.b TO 1; SET ROLE x", "42601"],
    ["SELECT set_config('a.b', 'c', false)", "0A000"],
  ])("refuses %s with %s", async (text, code) => {
    const error = await errorOf(set(text));
    expect(error.code).toBe(code);
    expect(
      await ask(
        database,
        "SELECT current_user, session_user, current_setting('is_superuser')",
      ),
    ).toEqual([["ann", "ann", "off"]]);
  });
});

describe("set, of what ends with the transaction or goes back to the login", () => {
  it.each([
    "SET SESSION AUTHORIZATION DEFAULT",
    "RESET SESSION AUTHORIZATION",
    "RESET ROLE",
    "SET ROLE NONE",
    "SET LOCAL session_authorization TO 'pg_system'",
    "SET LOCAL timezone TO 'Asia/Tokyo'",
    "SET TRANSACTION READ WRITE",
  ])("%s changes nothing", async (text) => {
    const as = session();
    expect(await database.set(as, text, NEVER)).toEqual({
      settings: new Map(),
      parameters: [],
    });
    expect(
      await ask(
        database,
        "SELECT current_user, session_user, current_setting('is_superuser'), current_setting('timezone'), current_setting('transaction_read_only')",
        as,
      ),
    ).toEqual([["ann", "ann", "off", "UTC", "on"]]);
  });
});

describe("units", () => {
  it("of 50 sessions at once each have their own answer", async () => {
    const zones = ["UTC", "Asia/Tokyo", "Europe/Berlin", "America/New_York"];
    const people = Array.from({ length: 50 }, (_, place) =>
      session(
        { timezone: zones[place % 4]!, "my.place": String(place) },
        `user${place}`,
        `db${place % 3}`,
      ),
    );
    const work = people.flatMap((as, place) =>
      Array.from({ length: 6 }, async (_, round) => {
        if (round === 2) {
          expect(
            await errorOf(ask(database, `SELECT nothing${place}`, as)),
          ).toMatchObject({
            message: `column "nothing${place}" does not exist`,
          });
          return;
        }
        if (round === 4) {
          const { settings } = await database.set(
            as,
            `SET my.place = 'x${place}'`,
            NEVER,
          );
          expect(settings.get("my.place")).toBe(`x${place}`);
          return;
        }
        expect(
          await ask(
            database,
            "SELECT current_user, current_database(), current_setting('timezone'), current_setting('my.place')",
            as,
          ),
        ).toEqual([
          [`user${place}`, `db${place % 3}`, zones[place % 4], String(place)],
        ]);
      }),
    );
    await Promise.all(work);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PgPool } from "../../server/sql-api/postgres/pool.ts";
import { REPRODUCIBLE_FUNCTIONS } from "../../server/sql-api/statements/reproducible-functions.ts";
import { POSTGRES_CACHE } from "../support/postgres-cache.ts";
import { ask, TRADES } from "../support/sql-api-database.ts";

/** Of ours: Postgres knows of no measures. */
const OURS = new Set(["measure"]);

/** That depend on settings, such as the time zone: what is kept is kept for those. */
const OF_SETTINGS =
  "array_to_string concat concat_ws date date_add date_part date_subtract date_trunc extract format " +
  "generate_series json_agg json_build_array json_build_object json_object_agg jsonb_agg " +
  "jsonb_build_array jsonb_build_object length make_timestamptz overlaps quote_literal " +
  "quote_nullable row_to_json timezone to_char to_date to_json to_jsonb to_number to_timestamp";

let pool: PgPool;

beforeAll(async () => {
  pool = new PgPool({ cacheFolder: POSTGRES_CACHE, maxDatabases: 1 });
  await pool.warmUp([TRADES]);
});
afterAll(() => pool.close());

const namesOf = async (volatility: string): Promise<(string | null)[]> => {
  const listed = [...REPRODUCIBLE_FUNCTIONS].filter((name) => !OURS.has(name));
  const rows = await ask(
    pool.database([TRADES]),
    `SELECT DISTINCT proname::text FROM pg_proc WHERE provolatile IN (${volatility}) AND proname IN (${listed.map((name) => `'${name}'`).join(", ")}) ORDER BY 1`,
  );
  return rows.map(([name = null]) => name);
};

describe("functions whose results may be kept", () => {
  it("exist in Postgres", async () => {
    const known = new Set(await namesOf("'i', 's', 'v'"));
    expect(
      [...REPRODUCIBLE_FUNCTIONS].filter(
        (name) => !known.has(name) && !OURS.has(name),
      ),
    ).toEqual([]);
  });

  it("are none that give something else each time", async () => {
    expect(await namesOf("'v'")).toEqual([]);
  });

  it("depend on settings where they are listed here", async () => {
    expect(await namesOf("'s'")).toEqual(OF_SETTINGS.split(" "));
  });
});

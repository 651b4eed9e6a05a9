import { beforeEach, describe, expect, it } from "vitest";
import type {
  Database,
  DatabasePool,
  PgSession,
} from "../../../server/sql-api/postgres/database.ts";
import { remembering } from "../../../server/sql-api/statements/remembering.ts";
import type { Table } from "../../../server/sql-api/tables.ts";

const { signal } = new AbortController();
const TABLES: Table[] = [];
const OTHERS: Table[] = [];

let asked: string[];
let failing: boolean;

const database = (name: string): Database => ({
  describe(_, { text, parameterOids }) {
    asked.push(`${name}: ${text}`);
    if (failing) return Promise.reject(new Error("no such column"));
    return Promise.resolve({ parameterOids, columns: [] });
  },
  query: () => Promise.reject(new Error("not asked here")),
  set: () => Promise.reject(new Error("not asked here")),
});

function pool(): DatabasePool {
  const [first, second] = [database("first"), database("second")];
  return remembering({
    database: (tables) => (tables === TABLES ? first : second),
    warmUp: () => Promise.resolve(),
    close: () => Promise.resolve(),
  });
}

const session = (settings: [string, string][] = []): PgSession => ({
  id: 1,
  user: "anna",
  database: "cube",
  settings: new Map(settings),
});

const select = (text = "SELECT 1", parameterOids: number[] = []) => ({
  text,
  parameterOids,
});

beforeEach(() => {
  asked = [];
  failing = false;
});

describe("remembering(pool)", () => {
  it("describes a statement once, for all sessions with the same settings", async () => {
    const databases = pool();
    const style: [string, string][] = [["datestyle", "ISO, MDY"]];
    for (const name of ["psql", "jdbc"]) {
      await databases
        .database(TABLES)
        .describe(
          session([["application_name", name], ...style]),
          select(),
          signal,
        );
    }
    expect(asked).toEqual(["first: SELECT 1"]);
  });

  it("describes it again where text, types, settings or tables differ", async () => {
    const databases = pool();
    const first = databases.database(TABLES);
    await first.describe(session(), select(), signal);
    await first.describe(session(), select("SELECT 2"), signal);
    await first.describe(session(), select("SELECT 1", [20]), signal);
    await first.describe(session([["search_path", "x"]]), select(), signal);
    await databases.database(OTHERS).describe(session(), select(), signal);
    expect(asked).toEqual([
      "first: SELECT 1",
      "first: SELECT 2",
      "first: SELECT 1",
      "first: SELECT 1",
      "second: SELECT 1",
    ]);
  });

  it("remembers no failure", async () => {
    const first = pool().database(TABLES);
    failing = true;
    await expect(first.describe(session(), select(), signal)).rejects.toThrow(
      "no such column",
    );
    failing = false;
    await expect(first.describe(session(), select(), signal)).resolves.toEqual({
      parameterOids: [],
      columns: [],
    });
  });
});

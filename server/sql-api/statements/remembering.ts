import { LRUCache } from "lru-cache";
import type {
  Database,
  DatabasePool,
  PgSession,
  PgStatement,
} from "../postgres/database.ts";
import type { Description } from "../result.ts";
import { settingsKey } from "./settings-key.ts";

/** Characters of statements that are remembered for one database. */
const MAX_SIZE = 4_000_000;

/**
 * Databases that describe a statement once: what it needs and gives depends on
 * nothing but its text, the types of its parameters, the settings and the tables.
 */
export function remembering(pool: DatabasePool): DatabasePool {
  const databases = new WeakMap<Database, Database>();
  return {
    database(tables) {
      const database = pool.database(tables);
      const known = databases.get(database) ?? rememberingDatabase(database);
      databases.set(database, known);
      return known;
    },
    warmUp: (tables) => pool.warmUp(tables),
    close: () => pool.close(),
  };
}

function rememberingDatabase(database: Database): Database {
  const descriptions = new LRUCache<string, Description>({
    maxSize: MAX_SIZE,
    sizeCalculation: (_, key) => key.length,
  });
  return {
    query: (...parameters) => database.query(...parameters),
    set: (...parameters) => database.set(...parameters),
    async describe(session, statement, signal) {
      const key = keyOf(session, statement);
      const known = descriptions.get(key);
      if (known !== undefined) return known;
      const description = await database.describe(session, statement, signal);
      descriptions.set(key, description);
      return description;
    },
  };
}

const keyOf = ({ settings }: PgSession, statement: PgStatement) =>
  JSON.stringify([
    statement.text,
    statement.parameterOids,
    settingsKey(settings),
  ]);

import { PgPool } from "../../server/sql-api/postgres/pool.ts";
import { askOne } from "./sql-api-database.ts";

// Ends by itself once the pool is closed, or never. Its argument: the cache folder.
const cacheFolder = process.argv[2]!;
const pool = new PgPool({ cacheFolder, maxDatabases: 2 });
const answers = await Promise.all([
  askOne(pool.database([]), "SELECT 1"),
  pool.warmUp([{ kind: "cube", name: "a", description: "", columns: [] }]),
]);
const left = askOne(
  pool.database([]),
  "SELECT count(*) FROM generate_series(1, 1000000000000)",
);
left.catch(() => undefined);
await new Promise((resolve) => setTimeout(resolve, 200));
await pool.close();
console.log(`answer ${answers[0]}`);

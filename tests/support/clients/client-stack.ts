import { createClient } from "@clickhouse/client";
import { sharedStack, type SharedStack } from "../shared-stack.ts";
import { startStack, type StackOptions } from "../stack.ts";

/** The service with its SQL API, and what clients and tests of it need. */
export interface ClientStack extends SharedStack {
  /** For programs on libpq: where to connect to, and as whom. */
  environment: Record<string, string>;
  /** Asks ClickHouse itself, so that no answer is compared with itself. */
  facts<T>(sql: string): Promise<T[]>;
  stop(): Promise<void>;
}

export const USER = "anna";
export const DATABASE = "lookthrough";

/** @param options of a stack of one's own; without them it is the shared one */
export async function startClientStack(
  options?: StackOptions,
): Promise<ClientStack> {
  const own =
    options && (await startStack({ rows: 500, sqlApi: true, ...options }));
  const stack = own ?? (await sharedStack("sql"));
  const { url, user, password, database } = stack.connections.owner;
  const clickhouse = createClient({ url, username: user, password, database });
  return {
    ...stack,
    environment: {
      PGHOST: "127.0.0.1",
      PGPORT: String(stack.sqlPort),
      PGUSER: USER,
      PGDATABASE: DATABASE,
    },
    async facts<T>(sql: string) {
      const result = await clickhouse.query({
        query: sql,
        format: "JSONEachRow",
        clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
      });
      return result.json<T>();
    },
    async stop() {
      await clickhouse.close();
      await own?.stop();
    },
  };
}

export interface DeskFacts {
  desk: string;
  /** As traded: without Constituent rows. */
  notional: number;
  /** Constituent rows too. */
  rows: number;
}

/** What `SELECT desk, measure(notional), count(*) … GROUP BY 1 ORDER BY 1` has to give. */
export const deskFacts = (
  { facts }: Pick<ClientStack, "facts">,
  condition = "1",
): Promise<DeskFacts[]> =>
  facts(
    `SELECT desk, sumIf(notional, exposure_type != 'Constituent') AS notional, count() AS rows
     FROM trades_1d WHERE ${condition} GROUP BY desk ORDER BY desk`,
  );

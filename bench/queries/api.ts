import { createClient } from "@clickhouse/client";
import { signToken, tokenKey } from "../../server/cube/api-token.ts";
import { type Stack, TEST_SECRET } from "../../tests/support/stack.ts";
import { Agent, request } from "node:http";

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** POSTs text over a kept-alive connection; the lanes differ in nothing else. */
export function post(
  url: string,
  body: string,
  headers: Record<string, string>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      { method: "POST", agent, headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`${url}: ${response.statusCode} ${text}`));
        });
      },
    );
    call.on("error", reject);
    call.end(body);
  });
}

export interface Answer {
  data: Record<string, string | null>[];
  usedPreAggregations?: Record<string, unknown>;
  error?: string;
}

export type Cache = "no-cache" | "stale-if-slow";

const headers = {
  "content-type": "application/json",
  authorization: signToken(
    { groups: ["analyst"], scopes: ["sql"] },
    tokenKey(TEST_SECRET),
    "12h",
  ),
};

/** Asks the API, as one of its clients. */
export async function ask(
  stack: Stack,
  query: unknown,
  cache: Cache,
): Promise<Answer> {
  const text = await post(
    `${stack.apiUrl}/cubejs-api/v1/load`,
    JSON.stringify({ query, cache }),
    headers,
  );
  const answer = JSON.parse(text) as Answer;
  if (answer.error === "Continue wait") return ask(stack, query, cache);
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer;
}

/** The newest view behind each pre-aggregation: Cube's answer names it only in development. */
async function rollupViews(stack: Stack): Promise<[string, string][]> {
  const { url, user, password } = stack.connections.cube;
  const client = createClient({ url, username: user, password });
  const result = await client.query({
    query:
      "SELECT database || '.' || extract(name, '^(trades_by_[a-z]+)_') AS rollup, " +
      "argMax(database || '.' || name, metadata_modification_time) AS view " +
      "FROM system.tables WHERE database = 'prod_pre_aggregations' GROUP BY 1",
    format: "JSONEachRow",
  });
  const rows = await result.json<{ rollup: string; view: string }>();
  await client.close();
  return rows.map(({ rollup, view }) => [rollup, view]);
}

/** The SQL Cube sends to ClickHouse for a query, with parameters and tables filled in. */
export async function clickhouseSql(
  stack: Stack,
  query: unknown,
): Promise<string> {
  const text = await post(
    `${stack.apiUrl}/cubejs-api/v1/sql`,
    JSON.stringify({ query }),
    headers,
  );
  const { sql } = JSON.parse(text) as { sql: { sql: [string, string[]] } };
  const [template, parameters] = sql.sql;
  let next = 0;
  const filled = template.replace(
    /\?/g,
    () => `'${String(parameters[next++]).replaceAll("'", "\\'")}'`,
  );
  return (await rollupViews(stack)).reduce(
    (statement, [name, view]) => statement.replaceAll(name, view),
    filled,
  );
}

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

interface UsedPreAggregation {
  targetTableName?: string;
}

export interface Answer {
  data: Record<string, string | null>[];
  usedPreAggregations?: Record<string, UsedPreAggregation>;
  error?: string;
}

export type Cache = "no-cache" | "stale-if-slow";

const json = { "content-type": "application/json" };

export async function load(
  apiUrl: string,
  query: unknown,
  cache: Cache,
): Promise<Answer> {
  const text = await post(
    `${apiUrl}/cubejs-api/v1/load`,
    JSON.stringify({ query, cache }),
    json,
  );
  const answer = JSON.parse(text) as Answer;
  if (answer.error === "Continue wait") return load(apiUrl, query, cache);
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer;
}

/** The SQL Cube sends to ClickHouse for a query, with parameters and tables filled in. */
export async function clickhouseSql(
  apiUrl: string,
  query: unknown,
): Promise<string> {
  const text = await post(
    `${apiUrl}/cubejs-api/v1/sql`,
    JSON.stringify({ query }),
    json,
  );
  const { sql } = JSON.parse(text) as { sql: { sql: [string, string[]] } };
  const [template, parameters] = sql.sql;
  let next = 0;
  const filled = template.replace(
    /\?/g,
    () => `'${String(parameters[next++]).replaceAll("'", "\\'")}'`,
  );
  const { usedPreAggregations } = await load(apiUrl, query, "no-cache");
  return Object.entries(usedPreAggregations ?? {}).reduce(
    (statement, [name, { targetTableName }]) =>
      targetTableName === undefined
        ? statement
        : statement.replaceAll(name, targetTableName),
    filled,
  );
}

import { parseSync } from "libpg-query";
import { expect } from "vitest";
import type {
  CubeQuery,
  Plan,
} from "../../../server/sql-api/translate/plan.ts";
import { translate } from "../../../server/sql-api/translate/translate.ts";
import { TABLES } from "./translate-model.ts";

/** Constants that need a database are answered from what the test gives. */
export function planOf(
  sql: string,
  answers: (string | null)[] = [],
): Promise<Plan> {
  const rest = [...answers];
  return translate(parseSync(sql).stmts![0]!.stmt!, {
    tables: TABLES,
    text: sql,
    evaluate: (expressions) =>
      Promise.resolve(
        expressions.map((expression) => {
          const answer = rest.shift();
          if (answer === undefined) throw new Error(`asked: ${expression}`);
          return answer;
        }),
      ),
  });
}

/** What is asked of Cube, which is one query. */
export async function queryOf(
  sql: string,
  answers: (string | null)[] = [],
): Promise<CubeQuery> {
  const { scans } = await planOf(sql, answers);
  expect(scans).toHaveLength(1);
  return scans[0]!.query;
}

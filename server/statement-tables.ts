import type {
  Statement,
  StatementKind,
} from "../tests/support/sql-statements-types.ts";
import { code, markdownTable } from "./doc-tables.ts";

const INTRODUCTION = `# SQL statements

What the SQL API answers, and how. The examples are those of a test, which compares every answer with that of a Postgres that holds the same rows, and with REST where REST can say the same.

- **pushed down**: one query to Cube is the answer. Rollups are read as over REST, and rows are streamed when there are many.
- **post-processed**: Cube answers one query or several, each with at most 50,000 rows, and Postgres computes the rest. A query with more rows is an error, never a wrong answer.
- **refused**: an error, with a hint at what to write instead.

\`EXPLAIN SELECT …\` shows for any statement which of them it is: the queries to Cube, the SQL of ClickHouse, the rollups and what Postgres adds.`;

/** How many statements are tested, and a table of examples for each kind. */
export const statementTables = (kinds: StatementKind[]): string =>
  [INTRODUCTION, overview(kinds), ...kinds.map(section)].join("\n\n");

const HOW = ["pushed down", "post-processed", "refused"] as const;

const howOf = ({ answered }: Statement) =>
  typeof answered === "object" ? "refused" : answered;

function overview(kinds: StatementKind[]): string {
  const counts = kinds.map(({ title, statements }) => [
    `[${title}](#${anchor(title)})`,
    ...HOW.map((how) => {
      const count = statements.filter((one) => howOf(one) === how).length;
      return count === 0 ? "" : String(count);
    }),
  ]);
  return `Statements of the test by kind:\n\n${markdownTable([["kind", ...HOW], ...counts])}`;
}

/** As GitHub makes them of headings. */
const anchor = (title: string) =>
  title
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");

function section({ title, note, statements }: StatementKind): string {
  const examples = statements.filter(({ about }) => about !== undefined);
  const areRefused = examples.every((one) => howOf(one) === "refused");
  const table = areRefused
    ? [["statement", "example", "error", "instead"], ...examples.map(refusal)]
    : [["statement", "example", "answered"], ...examples.map(answer)];
  return `## ${title}\n\n${note}\n\n${markdownTable(table)}`;
}

const answer = (statement: Statement): string[] => [
  statement.about ?? "",
  code(statement.sql),
  howOf(statement),
];

function refusal(statement: Statement): string[] {
  const { about = "", sql, answered } = statement;
  const [sqlState, hint] =
    typeof answered === "object" ? [answered.code, answered.hint] : ["", ""];
  return [about, code(sql), sqlState, escaped(hint)];
}

/** Underscores and stars of SQL are no emphasis. */
const escaped = (text: string) => text.replaceAll(/[\\_*<>]/g, "\\$&");

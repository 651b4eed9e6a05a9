import type { Node, RawStmt } from "@pgsql/types";
import {
  hasSqlDetails,
  loadModule,
  parseSync,
  SqlError as ParserError,
} from "libpg-query";
import { SqlError } from "../sql-error.ts";
import { assertParsable } from "./parse-cost.ts";

/** Loads the parser of Postgres; to be awaited once before anything is parsed. */
export const loadParser = loadModule;

export interface ParsedStatement {
  /** Of this statement alone. */
  text: string;
  /** Undefined when there is only white space and comment. */
  node: Node | undefined;
}

/**
 * The statements of a text, in order.
 *
 * @throws SqlError 42601 with the position
 */
export function parseStatements(text: string): ParsedStatement[] {
  const bytes = Buffer.from(text);
  return parseTree(text).map(({ stmt, stmt_location = 0, stmt_len }) => {
    const own = bytes
      .subarray(
        stmt_location,
        stmt_len === undefined ? undefined : stmt_location + stmt_len,
      )
      .toString();
    // Locations in the tree count in the text of the statement.
    const node = stmt_location === 0 ? stmt : parseTree(own)[0]?.stmt;
    return { text: own, node };
  });
}

/** @throws SqlError 42601 when it is more than one */
export function parseStatement(text: string): ParsedStatement {
  const [first, second] = parseTree(text);
  if (second !== undefined) {
    throw new SqlError(
      "42601",
      "cannot insert multiple commands into a prepared statement",
      { hint: "send the statements one by one, or as a simple query" },
    );
  }
  return { text, node: first?.stmt };
}

/** Each alternative matches in one way only: no text takes long. */
const BLANK = /\s+|;|--[^\n]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//y;

/** The parser refuses a text without statements. */
function isEmpty(text: string): boolean {
  BLANK.lastIndex = 0;
  while (BLANK.lastIndex < text.length) if (!BLANK.test(text)) return false;
  return true;
}

function parseTree(text: string): RawStmt[] {
  assertParsable(text);
  if (isEmpty(text)) return [];
  try {
    return parseSync(text).stmts ?? [];
  } catch (error) {
    if (!(error instanceof ParserError) && !hasSqlDetails(error)) throw error;
    const { sqlDetails, message } = error;
    const position = sqlDetails?.cursorPosition;
    throw new SqlError("42601", message, {
      // The parser counts from 0, and it is -1 where it does not know.
      ...(position === undefined || position < 0
        ? {}
        : { position: position + 1 }),
    });
  }
}

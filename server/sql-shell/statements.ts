import { scanSync } from "libpg-query";

export interface SplitText {
  /** Each without its semicolon. */
  statements: string[];
  /** What comes after the last semicolon and is not finished, comments left out. */
  rest: string;
}

const COMMENT = /^(?:--|\/\*)/;

/**
 * The statements of a text that end with a semicolon, and what is left. The parser's
 * module must be loaded.
 */
export function splitStatements(text: string): SplitText {
  const tokens = tokensOf(text);
  // An open quote or comment: the text goes on in the next line.
  if (tokens === undefined) return { statements: [], rest: text };
  const bytes = Buffer.from(text);
  const statements: string[] = [];
  let start = 0;
  let hasContent = false;
  for (const token of tokens) {
    if (token.text === ";") {
      if (hasContent) {
        statements.push(bytes.subarray(start, token.start).toString().trim());
      }
      start = token.end;
      hasContent = false;
    } else {
      hasContent ||= !COMMENT.test(token.text);
    }
  }
  const rest = hasContent ? bytes.subarray(start).toString().trim() : "";
  return { statements, rest };
}

function tokensOf(text: string) {
  try {
    return scanSync(text).tokens;
  } catch {
    return undefined;
  }
}

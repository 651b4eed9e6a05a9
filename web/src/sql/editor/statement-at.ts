import { ensureSyntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";

/** A statement and where it stands in the text. */
export interface PlacedStatement {
  text: string;
  from: number;
  to: number;
}

/** Milliseconds that parsing may take; longer texts are read as far as that. */
const PARSE_TIME = 500;

/** The statements of the text, without their semicolons and what stands between them. */
export function statementsOf(state: EditorState): PlacedStatement[] {
  const tree = ensureSyntaxTree(state, state.doc.length, PARSE_TIME);
  if (tree === null) return [placed(state, 0, state.doc.length)];
  return tree.topNode
    .getChildren("Statement")
    .map(({ from, to }) => placed(state, from, to))
    .filter(({ text }) => text !== "");
}

/**
 * What to run: the selection, or else the statement that holds the cursor, or the
 * one before it. Undefined in a text without statements.
 */
export function statementAt(state: EditorState): PlacedStatement | undefined {
  const { from, to, empty, head } = state.selection.main;
  if (!empty) {
    const selected = placed(state, from, to);
    if (selected.text !== "") return selected;
  }
  const statements = statementsOf(state);
  const line = state.doc.lineAt(head);
  return (
    statements.find((item) => item.from <= head && head <= item.to) ??
    statements.findLast((item) => item.to >= line.from && item.to <= head) ??
    statements.find((item) => item.from >= head) ??
    statements.at(-1)
  );
}

function placed(state: EditorState, from: number, to: number): PlacedStatement {
  const raw = state.sliceDoc(from, to);
  const text = raw.trim().replace(/;$/, "").trimEnd();
  const start = from + raw.length - raw.trimStart().length;
  return { text, from: start, to: start + text.length };
}

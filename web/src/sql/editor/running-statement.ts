import { RangeSetBuilder } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { statementAt, statementsOf } from "./statement-at.ts";

const line = Decoration.line({ class: "cm-running-statement" });

/** Where there are several statements, shows which of them would run. */
export const runningStatement = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = mark(view);
    }
    update({ docChanged, selectionSet, view }: ViewUpdate) {
      if (docChanged || selectionSet) this.decorations = mark(view);
    }
  },
  { decorations: ({ decorations }) => decorations },
);

function mark({ state }: EditorView): DecorationSet {
  const marks = new RangeSetBuilder<Decoration>();
  const statement =
    statementsOf(state).length > 1 ? statementAt(state) : undefined;
  if (statement !== undefined) {
    const last = state.doc.lineAt(statement.to).number;
    const first = state.doc.lineAt(statement.from).number;
    for (let number = first; number <= last; number++) {
      const { from } = state.doc.line(number);
      marks.add(from, from, line);
    }
  }
  return marks.finish();
}

import { setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { type Ref, useEffect, useImperativeHandle, useRef } from "react";
import { errorRange, type SqlFailure } from "../sql-failure.ts";
import type { SqlTable } from "../sql-tables.ts";
import { editorExtensions, language } from "./extensions.ts";
import { type PlacedStatement, statementAt } from "./statement-at.ts";

/** Where in the text an error is; line and column count from 1. */
export interface ErrorPlace {
  at: number;
  line: number;
  column: number;
}

/** What the page asks of the editor. */
export interface SqlEditorHandle {
  /** The selection, or the statement at the cursor. */
  statement: () => PlacedStatement | undefined;
  /** Replaces all text; undo brings the former back. */
  setText: (text: string) => void;
  /** Undefined when there is no place, or the text is no longer that which failed. */
  markError: (
    statement: PlacedStatement,
    failure: SqlFailure,
  ) => ErrorPlace | undefined;
  clearMarks: () => void;
  focusAt: (position: number) => void;
}

interface Props {
  ref: Ref<SqlEditorHandle>;
  initialText: string;
  tables: readonly SqlTable[];
  onRun: () => void;
  onLeave: () => void;
  onChange: (text: string) => void;
}

/** CodeMirror, which keeps the text itself: React only mounts it. */
export default function SqlEditor({
  ref,
  initialText,
  tables,
  onRun,
  onLeave,
  onChange,
}: Props) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const languageSlot = useRef(new Compartment());
  const commands = useRef({ onRun, onLeave, onChange });

  useEffect(() => {
    commands.current = { onRun, onLeave, onChange };
  });

  const first = useRef(initialText);
  useEffect(() => {
    if (host.current === null) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          languageSlot.current.of(language([])),
          editorExtensions({
            onRun: () => commands.current.onRun(),
            onLeave: () => commands.current.onLeave(),
            onChange: (text) => {
              first.current = text;
              commands.current.onChange(text);
            },
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  useEffect(() => {
    view.current?.dispatch({
      effects: languageSlot.current.reconfigure(language(tables)),
    });
  }, [tables]);

  useImperativeHandle(ref, () => ({
    statement: () =>
      view.current === null ? undefined : statementAt(view.current.state),
    setText(text) {
      const editor = view.current;
      editor?.dispatch({
        changes: { from: 0, to: editor.state.doc.length, insert: text },
        selection: { anchor: text.length },
      });
      editor?.focus();
    },
    markError: (statement, failure) =>
      view.current === null
        ? undefined
        : markError(view.current, statement, failure),
    clearMarks() {
      const editor = view.current;
      editor?.dispatch(setDiagnostics(editor.state, []));
    },
    focusAt(position) {
      const editor = view.current;
      editor?.dispatch({
        selection: { anchor: Math.min(position, editor.state.doc.length) },
        scrollIntoView: true,
      });
      editor?.focus();
    },
  }));

  return <div className="sql-editor" ref={host} />;
}

function markError(
  editor: EditorView,
  { text, from, to }: PlacedStatement,
  { position, message }: SqlFailure,
): ErrorPlace | undefined {
  const { state } = editor;
  if (position === undefined || state.sliceDoc(from, to) !== text) {
    return undefined;
  }
  const range = errorRange(text, position);
  const at = from + range.from;
  editor.dispatch(
    setDiagnostics(state, [
      { from: at, to: from + range.to, message, severity: "error" },
    ]),
  );
  const line = state.doc.lineAt(at);
  return { at, line: line.number, column: at - line.from + 1 };
}

import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
  completionStatus,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { sql } from "@codemirror/lang-sql";
import { bracketMatching } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  keymap,
  lineNumbers,
  placeholder,
} from "@codemirror/view";
import type { SqlTable } from "../sql-tables.ts";
import { completeSql } from "./completion.ts";
import { dialect } from "./dialect.ts";
import { runningStatement } from "./running-statement.ts";
import { editorTheme } from "./theme.ts";

interface EditorCommands {
  onRun: () => void;
  /** The user leaves by the keyboard: Tab may not, where it completes. */
  onLeave: () => void;
  onChange: (text: string) => void;
}

/** What an editor of SQL can do, but for what depends on the model. */
export const editorExtensions = ({
  onRun,
  onLeave,
  onChange,
}: EditorCommands): Extension => [
  // Before the default keymap, where Mod-Enter adds a line.
  keymap.of([
    {
      key: "Mod-Enter",
      run(view) {
        closeCompletion(view);
        onRun();
        return true;
      },
    },
    {
      key: "Tab",
      // A list that has just opened accepts nothing yet, and Tab shall not leave.
      run: (view) =>
        acceptCompletion(view) || completionStatus(view.state) === "active",
    },
  ]),
  keymap.of([
    ...closeBracketsKeymap,
    ...completionKeymap,
    // After completion's own, which closes its list.
    { key: "Escape", run: () => (onLeave(), true) },
    ...historyKeymap,
    ...defaultKeymap,
  ]),
  history(),
  drawSelection(),
  lineNumbers(),
  bracketMatching(),
  closeBrackets(),
  runningStatement,
  EditorView.lineWrapping,
  placeholder("SELECT …"),
  EditorView.contentAttributes.of({
    "aria-label": "SQL statements",
    "aria-description":
      "Control Enter runs the statement at the cursor, Escape leaves the editor",
  }),
  EditorView.updateListener.of(({ docChanged, state }) => {
    if (docChanged) onChange(state.doc.toString());
  }),
  editorTheme,
];

/** The language, completing what the model offers. */
export const language = (tables: readonly SqlTable[]): Extension => [
  sql({ dialect }).language,
  autocompletion({ override: [completeSql(tables)], icons: false }),
];

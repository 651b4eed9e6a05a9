import { Button, SegmentedControl } from "@mantine/core";
import { lazy, Suspense, useRef, useState } from "react";
import { useClient } from "../api/client-context.ts";
import { AnswerPanel } from "./AnswerPanel.tsx";
import { ConnectMenu } from "./ConnectMenu.tsx";
import type { ErrorPlace, SqlEditorHandle } from "./editor/SqlEditor.tsx";
import { FailureBox } from "./FailureBox.tsx";
import { ResultGrid } from "./grid/ResultGrid.tsx";
import { ResultBar } from "./ResultBar.tsx";
import { wantsToken } from "./sql-failure.ts";
import { forget, readHistory, remember } from "./statement-history.ts";
import { StatementMenus } from "./StatementMenus.tsx";
import { useExplanation } from "./use-explanation.ts";
import { useSqlTables } from "./use-sql-tables.ts";
import { type StatementRun, useStatementRun } from "./use-statement-run.ts";
import { useStatementText } from "./use-statement-text.ts";
import "./sql.css";

// The larger part of the page by far: the rest is there before it.
const SqlEditor = lazy(() => import("./editor/SqlEditor.tsx"));

const PANELS = [
  { value: "rows", label: "Rows" },
  { value: "answer", label: "How it is answered" },
];

/** Runs SQL over the model as any client of the SQL API would, and shows how it is answered. */
export default function SqlPage() {
  const editor = useRef<SqlEditorHandle>(null);
  const runButton = useRef<HTMLButtonElement>(null);
  const [panel, setPanel] = useState("rows");
  const [history, setHistory] = useState(() => readHistory(localStorage));
  const [errorPlace, setErrorPlace] = useState<ErrorPlace>();
  const client = useClient();
  const { tables, refetch } = useSqlTables();
  const { initial, setText, isInAddress } = useStatementText();

  const onEnd = (ended: StatementRun) => {
    const { statement, phase, rows, failure } = ended;
    setHistory(
      remember(localStorage, {
        text: statement.text,
        at: Date.now(),
        rows: phase === "failed" ? undefined : rows.length,
      }),
    );
    if (failure === undefined) return;
    setErrorPlace(editor.current?.markError(statement, failure));
    // The app's own question is refused as well, and it asks for another token.
    if (wantsToken(failure)) void refetch();
  };
  const { run, start, cancel } = useStatementRun(client.fetch, onEnd);
  const isRunning = run?.phase === "running";
  const isAnswered = run?.phase === "done" || run?.phase === "capped";
  const explanation = useExplanation(
    isAnswered ? run.statement.text : undefined,
  );

  const runStatement = () => {
    const statement = editor.current?.statement();
    if (statement === undefined) return;
    editor.current?.clearMarks();
    setErrorPlace(undefined);
    start(statement);
  };

  return (
    <main className="sql-page">
      <div className="sql-toolbar" role="toolbar" aria-label="Statement">
        {isRunning ? (
          <Button size="xs" color="red" onClick={cancel}>
            Cancel
          </Button>
        ) : (
          <Button
            ref={runButton}
            size="xs"
            onClick={runStatement}
            title="Runs the selection, or the statement at the cursor"
          >
            Run <kbd>Ctrl ↵</kbd>
          </Button>
        )}
        <StatementMenus
          history={history}
          onChoose={(chosen) => editor.current?.setText(chosen)}
          onForget={() => setHistory(forget(localStorage))}
        />
        {!isInAddress && (
          <span className="sql-soft" role="note">
            Too long for a link: the address does not carry this text.
          </span>
        )}
        <span className="sql-spring" />
        <ConnectMenu />
      </div>
      <Suspense fallback={<div className="sql-editor" aria-busy="true" />}>
        <SqlEditor
          ref={editor}
          initialText={initial}
          tables={tables}
          onRun={runStatement}
          onLeave={() => runButton.current?.focus()}
          onChange={setText}
        />
      </Suspense>
      <section className="sql-result" aria-label="Answer">
        {run === undefined ? (
          <p className="sql-empty">
            Control Enter runs the statement at the cursor. Measures are written
            MEASURE(name), and the views of the model are the tables.
          </p>
        ) : (
          <>
            <div className="sql-result-head">
              <SegmentedControl
                size="xs"
                data={PANELS}
                value={panel}
                onChange={setPanel}
                aria-label="Part of the answer"
              />
              <ResultBar
                key={run.id}
                run={run}
                explanation={explanation.data ?? undefined}
              />
            </div>
            {run.failure !== undefined && (
              <FailureBox
                failure={run.failure}
                place={errorPlace}
                onGoTo={(position) => editor.current?.focusAt(position)}
              />
            )}
            {panel === "answer" ? (
              <AnswerPanel
                statement={run.statement.text}
                explanation={explanation}
              />
            ) : (
              run.columns.length > 0 && (
                <ResultGrid
                  key={run.id}
                  columns={run.columns}
                  rows={run.rows}
                  complete={run.phase === "done"}
                />
              )
            )}
          </>
        )}
      </section>
    </main>
  );
}

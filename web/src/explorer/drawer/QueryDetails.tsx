import { Button } from "@mantine/core";
import type { Query } from "@cubejs-client/core";
import { useState } from "react";
import { errorText, storedToken } from "../../api/client.ts";
import type { Answer } from "../../pivot/answer.ts";
import { formatCount, formatMilliseconds } from "../../pivot/format.ts";
import { CopyButton } from "../../sql/CopyButton.tsx";
import { curlText, sourceText } from "./ask-text.ts";
import type { RollupHint } from "./rollup-hint.ts";
import { RunAnswer } from "./RunAnswer.tsx";
import { useRollupHint, useRun, useSqlText } from "./use-query-details.ts";

interface Props {
  query: Query;
  answer: Answer | undefined;
  titleOf: (member: string) => string;
}

const LINES = 12;

/** A query as JSON to edit and run, and what the API makes of it. */
export function QueryDetails({ query, answer, titleOf }: Props) {
  const original = JSON.stringify(query, undefined, 2);
  const [text, setText] = useState(original);
  const run = useRun();
  const sql = useSqlText(query);
  const requestId = answer?.transfer?.requestId;
  const isRaw = answer?.rollups.length === 0;
  const hint = useRollupHint(query, isRaw);
  return (
    <div className="query-details">
      {answer !== undefined && (
        <dl>
          <dt>Answered by</dt>
          <dd>{sourceText(answer)}</dd>
          <dt>Rows</dt>
          <dd>{formatCount(answer.rows.length)}</dd>
          <dt>Time</dt>
          <dd>
            {`${formatMilliseconds(answer.milliseconds)}, from request to parsed answer`}
          </dd>
          {answer.transfer?.serverMilliseconds !== undefined && (
            <>
              <dt>Server</dt>
              <dd>{formatMilliseconds(answer.transfer.serverMilliseconds)}</dd>
            </>
          )}
          {answer.transfer?.bytes !== undefined && (
            <>
              <dt>Size</dt>
              <dd>{`${formatCount(answer.transfer.bytes)} bytes`}</dd>
            </>
          )}
          {answer.shared !== undefined && (
            <>
              <dt>Asked together</dt>
              <dd>
                {`with ${formatCount(answer.shared.questions - 1)} more of its level: time, server and size are of the one query for all; query and SQL below are of this part alone`}
                <CopyButton
                  text={() =>
                    JSON.stringify(answer.shared?.query, undefined, 2)
                  }
                  label="Copy the query for all"
                >
                  Copy the query for all
                </CopyButton>
              </dd>
            </>
          )}
          {requestId !== undefined && (
            <>
              <dt>Request</dt>
              <dd>
                <code>{requestId}</code>
              </dd>
            </>
          )}
        </dl>
      )}
      {isRaw && (
        <>
          <h3>Why no rollup</h3>
          <p data-fact="no-rollup">
            {hint.error !== null
              ? `Not known: ${hint.error.message}`
              : hint.data === undefined
                ? "Trying the query without each of its members…"
                : hintText(hint.data, titleOf)}
          </p>
        </>
      )}
      <h3>
        REST query
        <CopyButton text={() => text} label="Copy the query" />
        <CurlButton text={text} fallback={query} />
      </h3>
      <textarea
        aria-label="REST query as JSON"
        rows={LINES}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button
        size="compact-xs"
        variant="default"
        // A disabled button would lose the focus.
        aria-busy={run.isPending}
        onClick={() => {
          if (!run.isPending) run.mutate(text);
        }}
      >
        {run.isPending
          ? "Running…"
          : text === original
            ? "Run again"
            : "Run as edited"}
      </Button>
      {run.error !== null && (
        <p className="drawer-alert" role="alert">
          {errorText(run.error)}
        </p>
      )}
      {run.data !== undefined && <RunAnswer answer={run.data} />}
      <h3>
        Generated SQL
        {sql.data !== undefined && (
          <CopyButton text={() => sql.data} label="Copy the SQL" />
        )}
      </h3>
      {sql.error === null ? (
        <pre tabIndex={0} aria-label="Generated SQL">
          {sql.data ?? "…"}
        </pre>
      ) : (
        <p className="drawer-alert">{errorText(sql.error)}</p>
      )}
    </div>
  );
}

/** Copies what is in the editor, or the query on screen while that is no JSON. */
function CurlButton({ text, fallback }: { text: string; fallback: Query }) {
  const command = () => {
    let query = fallback;
    try {
      query = JSON.parse(text) as Query;
    } catch {
      // The query on screen stands in.
    }
    return curlText(query, window.location.origin, storedToken() !== "");
  };
  return (
    <>
      <span className="grow" />
      <span>curl</span>
      <CopyButton text={command} label="Copy as curl" />
    </>
  );
}

function hintText(
  { missing, blocking }: RollupHint,
  titleOf: (member: string) => string,
): string {
  const list = (members: readonly string[]) => members.map(titleOf).join(", ");
  if (missing.length > 0) return `No rollup has ${list(missing)}.`;
  return blocking.length > 0
    ? `No rollup has all of these members together. Without one of them, one would answer: ${list(blocking)}.`
    : "No rollup has all of these members together, nor all but one of them.";
}

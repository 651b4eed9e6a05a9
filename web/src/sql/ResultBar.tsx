import { Button } from "@mantine/core";
import { formatCount, formatMilliseconds } from "../pivot/format.ts";
import { CopyButton } from "./CopyButton.tsx";
import { tsv } from "./delimited.ts";
import { Elapsed } from "./Elapsed.tsx";
import { type Explanation, rollupsOf } from "./explanation.ts";
import { useCsvDownload } from "./use-csv-download.ts";
import { ROW_CAP, type StatementRun } from "./use-statement-run.ts";

interface Props {
  run: StatementRun;
  explanation: Explanation | undefined;
}

/** How many rows, how fast, from where, and how to take them along. */
export function ResultBar({ run, explanation }: Props) {
  const { phase, rows, columns, milliseconds, firstRow } = run;
  const download = useCsvDownload();
  return (
    <div className="sql-result-bar">
      <span className="sql-result-facts" role="status">
        {phase === "running" ? (
          <>
            Running, <Elapsed since={run.startedAt} />
            {rows.length > 0 && `, ${formatCount(rows.length)} rows so far`}
          </>
        ) : (
          <>
            {phase === "failed" && rows.length === 0
              ? `Failed after ${formatMilliseconds(milliseconds)}`
              : `${formatCount(rows.length)} ${rows.length === 1 ? "row" : "rows"} in ${formatMilliseconds(milliseconds)}`}
            {firstRow !== undefined && (
              <span className="sql-soft sql-wide">{`first after ${formatMilliseconds(firstRow)}`}</span>
            )}
          </>
        )}
        {phase === "cancelled" && (
          <strong className="sql-partial">
            Cancelled: there may be more rows
          </strong>
        )}
        {phase === "capped" && (
          <strong className="sql-partial">
            {`Only the first ${formatCount(ROW_CAP)} rows are shown: there are more`}
          </strong>
        )}
      </span>
      {explanation !== undefined && <SourceBadge explanation={explanation} />}
      {download.problem !== undefined && (
        <span role="alert" className="sql-partial">
          No file: {download.problem}
        </span>
      )}
      {columns.length > 0 && phase !== "running" && (
        <span className="sql-result-actions">
          {download.rows === undefined ? (
            <>
              <CopyButton
                text={() => tsv(rows, columns)}
                label="Copy the rows on screen"
              />
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => download.start(run)}
              >
                {phase === "done" ? "Download CSV" : "Download all as CSV"}
              </Button>
            </>
          ) : (
            <>
              <span className="sql-soft" role="status">
                {`${formatCount(download.rows)} rows read`}
              </span>
              <Button
                size="compact-xs"
                variant="default"
                onClick={download.cancel}
              >
                Cancel download
              </Button>
            </>
          )}
        </span>
      )}
    </div>
  );
}

function SourceBadge({ explanation }: { explanation: Explanation }) {
  const rollups = rollupsOf(explanation);
  return rollups === undefined ? (
    <span
      className="sql-badge"
      data-source="raw"
      title="Answered from the facts"
    >
      raw
    </span>
  ) : (
    <span>
      <span className="sql-badge" data-source="rollup">
        rollup
      </span>{" "}
      <span className="sql-soft sql-wide">{rollups.join(", ")}</span>
    </span>
  );
}

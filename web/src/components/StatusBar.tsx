import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import type { Answer } from "../pivot/answer.ts";
import { summarise } from "../pivot/answer-summary.ts";
import { formatCount, formatTime } from "../pivot/format.ts";
import { AnswerBadge } from "./AnswerBadge.tsx";

interface Props {
  answers: readonly Answer[];
  fetching: boolean;
  /** Members on screen. */
  rows: number;
}

export function StatusBar({ answers, fetching, rows }: Props) {
  const queryClient = useQueryClient();
  const summary = summarise(answers);
  return (
    <footer className="status-bar" aria-label="Status">
      {summary !== undefined && (
        <>
          <span>
            Last query <AnswerBadge answer={summary.last} />
          </span>
          <span>{`${formatCount(rows)} rows`}</span>
          <span className="wide-only">
            {`${summary.fromRollups} from rollups, ${summary.fromFacts} raw`}
          </span>
          {summary.asOf !== undefined && (
            <span
              title={
                summary.newest === undefined
                  ? undefined
                  : `Not all answers are of one moment: the newest is of ${formatTime(summary.newest)}`
              }
            >
              {`As of ${formatTime(summary.asOf)}${summary.newest === undefined ? "" : " *"}`}
            </span>
          )}
        </>
      )}
      <span className="status-fetching" role="status">
        {fetching ? "Loading…" : ""}
      </span>
      <Button
        size="compact-xs"
        variant="subtle"
        onClick={() => void queryClient.invalidateQueries()}
      >
        Refresh
      </Button>
    </footer>
  );
}

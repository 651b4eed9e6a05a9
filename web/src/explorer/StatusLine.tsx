import { Button } from "@mantine/core";
import { useEffect } from "react";
import { AnswerBadge } from "../components/AnswerBadge.tsx";
import { summarise } from "../pivot/answer-summary.ts";
import {
  formatCount,
  formatRows,
  formatLabel,
  formatTime,
} from "../pivot/format.ts";
import type { SortKey } from "../pivot/state/pivot-state.ts";
import { FIGURE_TITLES } from "../pivot/state/values.ts";
import { fieldTitle } from "../pivot/state/view-fields.ts";
import { useExplorer } from "./explorer-context.ts";
import type { Asked } from "../pivot/answers/answer-store.ts";
import { useAsked } from "./use-asked.ts";
import { summariseSelection } from "./grid/selection.ts";
import { Waiting } from "./waiting/Waiting.tsx";
import { WaitingAloud } from "./waiting/WaitingLine.tsx";

interface Props {
  live: boolean;
  onLive: (live: boolean) => void;
}

/** Milliseconds between two looks at the data while live. */
const LIVE_INTERVAL = 3_000;

/** What the grid shows, in words: freshness, sort, selection. */
export function StatusLine({ live, onLive }: Props) {
  const { answers, grid, selected, shown, view, openDrawer } = useExplorer();
  const asked = useAsked(answers);
  const loaded = asked.flatMap(({ load }) => load.answer ?? []);
  const fetching = asked.some(({ load }) => load.fetching);
  const [longest] = asked
    .flatMap(({ question }) => answers.progressOf(question) ?? [])
    .sort((one, other) => one.since - other.since);
  const idle = asked.filter(({ load }) => !load.fetching);
  const cancelled = idle.filter(({ question }) =>
    answers.isCancelled(question),
  );
  const failed = idle.filter(
    ({ question, load }) =>
      load.error !== undefined && !answers.isCancelled(question),
  );
  const askAgain = (items: readonly Asked[]) =>
    items.forEach(({ question }) => answers.retry(question));
  const summary = summarise(loaded);
  const rows = grid.rows.items.filter(({ kind }) => kind === "node").length;
  const sortText = (key: SortKey): string =>
    key.by === "label"
      ? `name${key.descending ? " descending" : ""}`
      : `${fieldTitle(view, key.measure)}${key.figure === "value" ? "" : `, ${FIGURE_TITLES[key.figure].toLowerCase()}`}${key.at.length === 0 ? "" : ` at ${key.at.map(formatLabel).join(" / ")}`}, ${key.descending ? "largest" : "smallest"} first`;
  const selection = summariseSelection(selected.table, selected.selection);

  useEffect(() => {
    if (!live) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) void answers.refresh();
    }, LIVE_INTERVAL);
    return () => clearInterval(timer);
  }, [live, answers]);

  return (
    <footer className="status-bar" aria-label="Status">
      <Button
        size="compact-xs"
        variant={live ? "filled" : "default"}
        aria-pressed={live}
        title={
          live
            ? `Asks again every ${LIVE_INTERVAL / 1000} s`
            : "Numbers stay as they are until you refresh"
        }
        onClick={() => onLive(!live)}
      >
        {live ? "LIVE" : "PAUSED"}
      </Button>
      <span
        className="status-as-of"
        title={
          summary?.newest === undefined
            ? undefined
            : `Not all answers are of one moment: the newest is of ${formatTime(summary.newest)}`
        }
      >
        {summary?.asOf !== undefined &&
          `As of ${formatTime(summary.asOf)}${summary.newest === undefined ? "" : " *"}`}
      </span>
      <span>{formatRows(rows)}</span>
      {shown.rows.sort.length > 0 && (
        <span className="wide-only">
          {`Sorted by ${shown.rows.sort.map(sortText).join(", then ")}`}
        </span>
      )}
      {selection !== "" && (
        <span className="selection-summary">{selection}</span>
      )}
      <span className="status-fetching">
        {fetching ? "Loading… " : ""}
        {longest !== undefined && (
          <Waiting key={longest.since} progress={longest} />
        )}
      </span>
      {cancelled.length > 0 && (
        <span>
          {"Cancelled: the numbers are those of before. "}
          <button
            type="button"
            className="link-button"
            onClick={() => askAgain(cancelled)}
          >
            Ask again
          </button>
        </span>
      )}
      {failed.length > 0 && (
        <span className="error-text">
          {`${formatCount(failed.length)} of ${formatCount(asked.length)} queries failed. `}
          <button
            type="button"
            className="link-button"
            onClick={() => askAgain(failed)}
          >
            Retry them
          </button>
        </span>
      )}
      <span className="visually-hidden" role="status">
        {cancelled.length > 0 && "Cancelled. "}
        {longest !== undefined && (
          <WaitingAloud key={longest.since} progress={longest} />
        )}
      </span>
      {summary !== undefined && (
        <button
          type="button"
          className="plain-button"
          title="Inspect the queries"
          onClick={() => openDrawer({ kind: "inspector", target: undefined })}
        >
          <AnswerBadge answer={summary.last} />
          <span className="wide-only">
            {`${summary.fromRollups} from rollups, ${summary.fromFacts} raw`}
          </span>
        </button>
      )}
      <Button
        size="compact-xs"
        variant="subtle"
        onClick={() => void answers.refresh()}
      >
        Refresh
      </Button>
    </footer>
  );
}

import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, use, useRef, useState } from "react";
import { UnderwayContext, useLongest } from "../api/use-underway.ts";
import { narrowerDates } from "../explorer/waiting/narrower-dates.ts";
import { WaitingAloud, WaitingLine } from "../explorer/waiting/WaitingLine.tsx";
import { WaysOut } from "../explorer/waiting/WaysOut.tsx";
import { formatTime } from "../pivot/format.ts";
import { weekdaysOf } from "../pivot/state/days.ts";
import { linkTo } from "./link.ts";
import { usePage } from "./page-context.ts";
import type { DayRange } from "./state.ts";
import { useActiveAnswers } from "./use-active-answers.ts";
import { useCancel } from "./use-cancel.ts";

const QueriesPanel = lazy(() => import("./QueriesPanel.tsx"));

interface Props {
  /** First and last day with trades. */
  range: DayRange;
}

/** Where the figures on screen come from, and the questions behind them. */
export function StatusLine({ range }: Props) {
  const { state, plan, change } = usePage();
  const queryClient = useQueryClient();
  const { answers, fetching } = useActiveAnswers();
  const progress = useLongest(use(UnderwayContext));
  const { cancel, isCancelled, askAgain } = useCancel();
  const [inspecting, setInspecting] = useState(false);
  const inspector = useRef<HTMLButtonElement>(null);
  const link = linkTo(state, window.location);
  const [copiedLink, setCopiedLink] = useState<string>();
  const copied = copiedLink === link;
  const moments = answers
    .flatMap(({ answer }) => answer.refreshedAt ?? [])
    .sort();
  const raw = answers.filter(({ answer }) => answer.rollups.length === 0);
  const narrower = narrowerDates(weekdaysOf(range), plan.dates);
  return (
    <>
      {inspecting && (
        <Suspense fallback={null}>
          <QueriesPanel
            answers={answers}
            onClose={() => {
              setInspecting(false);
              inspector.current?.focus();
            }}
          />
        </Suspense>
      )}
      <footer className="status-bar" aria-label="Status">
        {moments.length > 0 && (
          <span
            title={
              moments[0] === moments.at(-1)
                ? undefined
                : `Not all answers are of one moment: the newest is of ${formatTime(moments.at(-1) ?? "")}`
            }
          >
            {`As of ${formatTime(moments[0] ?? "")}${moments[0] === moments.at(-1) ? "" : " *"}`}
          </span>
        )}
        <span className="wide-only">
          {`${answers.length - raw.length} answers from rollups, ${raw.length} raw`}
        </span>
        <span className="status-fetching">
          {fetching ? "Loading… " : copied ? "Link copied" : ""}
          {progress !== undefined && (
            <WaitingLine
              key={progress.since}
              progress={progress}
              waysOut={
                <WaysOut
                  cancelTitle="Ends the queries; the figures stay as they are"
                  onCancel={cancel}
                  narrower={
                    narrower && {
                      title: narrower.title,
                      onChoose: () => change({ dates: narrower.range }),
                    }
                  }
                />
              }
            />
          )}
        </span>
        {isCancelled && (
          <span>
            {"Cancelled: figures shown are those of before. "}
            <button type="button" className="link-button" onClick={askAgain}>
              Ask again
            </button>
          </span>
        )}
        <span className="visually-hidden" role="status">
          {copied && "Link copied"}
          {isCancelled && "Cancelled. "}
          {progress !== undefined && (
            <WaitingAloud key={progress.since} progress={progress} />
          )}
        </span>
        <span className="lt-status-actions">
          <Button
            size="compact-xs"
            variant="subtle"
            ref={inspector}
            aria-expanded={inspecting}
            onClick={() => setInspecting(!inspecting)}
          >
            Queries
          </Button>
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() =>
              void navigator.clipboard
                .writeText(link)
                .then(() => setCopiedLink(link))
            }
          >
            Copy link
          </Button>
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => void queryClient.invalidateQueries()}
          >
            Refresh
          </Button>
        </span>
      </footer>
    </>
  );
}

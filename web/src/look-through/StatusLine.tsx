import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useRef, useState } from "react";
import { formatTime } from "../pivot/format.ts";
import { useActiveAnswers } from "./use-active-answers.ts";

const QueriesPanel = lazy(() => import("./QueriesPanel.tsx"));

/** Where the figures on screen come from, and the questions behind them. */
export function StatusLine() {
  const queryClient = useQueryClient();
  const { answers, fetching } = useActiveAnswers();
  const [inspecting, setInspecting] = useState(false);
  const inspector = useRef<HTMLButtonElement>(null);
  const [copied, setCopied] = useState(false);
  const moments = answers
    .flatMap(({ answer }) => answer.refreshedAt ?? [])
    .sort();
  const raw = answers.filter(({ answer }) => answer.rollups.length === 0);
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
      <footer className="lt-status" aria-label="Status">
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
        <span className="lt-wide">
          {`${answers.length - raw.length} answers from rollups, ${raw.length} raw`}
        </span>
        <span className="lt-fetching" role="status">
          {fetching ? "Loading…" : copied ? "Link copied" : ""}
        </span>
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
              .writeText(window.location.href)
              .then(() => setCopied(true))
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
      </footer>
    </>
  );
}

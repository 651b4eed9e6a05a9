import "./waiting.css";
import type { ReactNode } from "react";
import { formatCount } from "../../pivot/format.ts";
import type { Progress } from "../../pivot/grid/ask.ts";
import { useSeconds } from "./use-seconds.ts";

/** Seconds after which a wait is worth a word, and after which a way out. */
const WORTH_A_WORD = 1;
const LONG = 10;

interface Props {
  progress: Progress;
  /** What can be done about a long wait. */
  waysOut?: ReactNode;
}

/** How long an answer has been awaited and what the server does meanwhile. */
export function WaitingLine({ progress: { since, stage }, waysOut }: Props) {
  const seconds = useSeconds(since);
  if (seconds < WORTH_A_WORD) return null;
  return (
    <span className="waiting">
      <span className="waiting-time">{`${formatCount(seconds)} s`}</span>
      {stage !== undefined && <span>{stage}</span>}
      {seconds >= LONG && waysOut}
    </span>
  );
}

/** The same for assistive technology: at most three times a wait, not each second. */
export function WaitingAloud({
  progress: { since, stage },
}: Pick<Props, "progress">) {
  const seconds = useSeconds(since);
  if (seconds < WORTH_A_WORD) return null;
  const text = stage === undefined ? "Loading" : `Loading: ${stage}`;
  return seconds < LONG
    ? text
    : `${text}, for more than ${LONG} seconds. The status line offers to cancel.`;
}

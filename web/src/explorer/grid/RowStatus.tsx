import type { CSSProperties } from "react";
import { requestIdOf } from "../../api/api-error.ts";
import type { Question } from "../../pivot/grid/ask.ts";
import { CopyButton } from "../../sql/CopyButton.tsx";
import { useExplorer } from "../explorer-context.ts";
import { useAsked } from "../use-asked.ts";
import { Waiting } from "../waiting/Waiting.tsx";

interface FailureProps {
  message: string;
  question: Question;
  style: CSSProperties;
  onRetry: (question: Question) => void;
}

/** Why the rows below one are not there, and how to get them. */
export function RowFailure(props: FailureProps) {
  const { message, question, style, onRetry } = props;
  const { answers } = useExplorer();
  useAsked(answers);
  if (answers.isCancelled(question)) {
    return (
      <span className="notice" style={style}>
        <span>Cancelled</span>
        <button
          type="button"
          className="link-button"
          onClick={() => onRetry(question)}
        >
          Ask again
        </button>
      </span>
    );
  }
  const id = requestIdOf(answers.errorOf(question));
  return (
    <span className="notice" role="alert" style={style}>
      <span className="error-text">{message}</span>
      <button
        type="button"
        className="link-button"
        onClick={() => onRetry(question)}
      >
        Retry
      </button>
      {id !== undefined && (
        <CopyButton text={() => id} label={`Copy request id ${id}`}>
          Copy request id
        </CopyButton>
      )}
    </span>
  );
}

/** How long the rows below one have been awaited. */
export function RowWaiting({ question }: { question: Question }) {
  const { answers } = useExplorer();
  // A line of the grid is drawn anew only when the grid has changed.
  useAsked(answers);
  const progress = answers.progressOf(question);
  return progress === undefined ? null : (
    <Waiting key={progress.since} progress={progress} question={question} />
  );
}

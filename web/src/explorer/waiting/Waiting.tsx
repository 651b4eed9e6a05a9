import "./waiting.css";
import { formatCount } from "../../pivot/format.ts";
import type { Progress, Question } from "../../pivot/grid/ask.ts";
import { useExplorer } from "../explorer-context.ts";
import { narrowerDates } from "./narrower-dates.ts";
import { useSeconds } from "./use-seconds.ts";

/** Seconds after which a wait is worth a word, and after which a way out. */
const WORTH_A_WORD = 1;
const LONG = 10;

interface Props {
  progress: Progress;
  /** What to cancel; undefined = all that is under way. */
  question?: Question | undefined;
}

/** How long an answer has been awaited and what the server does meanwhile. */
export function Waiting({ progress: { since, stage }, question }: Props) {
  const seconds = useSeconds(since);
  if (seconds < WORTH_A_WORD) return null;
  return (
    <span className="waiting">
      <span className="waiting-time">{`${formatCount(seconds)} s`}</span>
      {stage !== undefined && <span>{stage}</span>}
      {seconds >= LONG && <WaysOut question={question} />}
    </span>
  );
}

/** Ends the wait: by giving up, or by asking for less. */
function WaysOut({ question }: Pick<Props, "question">) {
  const { answers, days, dispatch, plan } = useExplorer();
  const narrower = narrowerDates(days, plan.dates);
  return (
    <>
      <button
        type="button"
        className="link-button"
        title="Ends the query; the numbers stay as they are"
        onClick={() =>
          answers.cancel(question === undefined ? undefined : [question])
        }
      >
        Cancel
      </button>
      {narrower !== undefined && (
        <button
          type="button"
          className="link-button"
          title={`Asks for ${narrower.title.toLowerCase()} instead; undo brings the dates back`}
          onClick={() => dispatch({ type: "setDates", dates: narrower.value })}
        >
          {`Narrower dates: ${narrower.title.toLowerCase()}`}
        </button>
      )}
    </>
  );
}

/** The same for assistive technology: at most three times a wait, not each second. */
export function WaitingAloud({ progress: { since, stage } }: Props) {
  const seconds = useSeconds(since);
  if (seconds < WORTH_A_WORD) return null;
  const text = stage === undefined ? "Loading" : `Loading: ${stage}`;
  return seconds < LONG
    ? text
    : `${text}, for more than ${LONG} seconds. The status line offers to cancel.`;
}

import type { Progress, Question } from "../../pivot/grid/ask.ts";
import { useExplorer } from "../explorer-context.ts";
import { narrowerDates } from "./narrower-dates.ts";
import { WaitingLine } from "./WaitingLine.tsx";
import { WaysOut } from "./WaysOut.tsx";

interface Props {
  progress: Progress;
  /** What to cancel; undefined = all that is under way. */
  question?: Question | undefined;
}

/** How far questions of the pivot have come, and ways out of a long wait. */
export const Waiting = ({ progress, question }: Props) => (
  <WaitingLine
    progress={progress}
    waysOut={<PivotWaysOut question={question} />}
  />
);

function PivotWaysOut({ question }: Pick<Props, "question">) {
  const { answers, days, dispatch, plan } = useExplorer();
  const narrower = narrowerDates(days, plan.dates);
  return (
    <WaysOut
      cancelTitle="Ends the query; the numbers stay as they are"
      onCancel={() =>
        answers.cancel(question === undefined ? undefined : [question])
      }
      narrower={
        narrower && {
          title: narrower.title,
          onChoose: () => dispatch({ type: "setDates", dates: narrower.value }),
        }
      }
    />
  );
}

import type { Answer } from "../pivot/answer.ts";
import { formatMilliseconds, formatTime } from "../pivot/format.ts";

interface Props {
  answer: Answer;
}

const describe = ({ rollups, refreshedAt }: Answer) => {
  const asOf =
    refreshedAt === undefined ? [] : [`as of ${formatTime(refreshedAt)}`];
  const source =
    rollups.length === 0
      ? ["answered from the facts"]
      : rollups.map(
          ({ id, updatedAt }) =>
            `answered by the rollup ${id}${updatedAt === undefined ? "" : `, refreshed ${formatTime(updatedAt)}`}`,
        );
  return [...source, ...asOf].join("; ");
};

/** How long an answer took and whether a rollup gave it. */
export function AnswerBadge({ answer }: Props) {
  const source = answer.rollups.length === 0 ? "raw" : "rollup";
  return (
    <span className="answer-badge" title={describe(answer)}>
      <span className="answer-source" data-source={source}>
        {source}
      </span>
      <span className="answer-time">
        {formatMilliseconds(answer.milliseconds)}
      </span>
    </span>
  );
}

import type { Transfer } from "../api/measured-transport.ts";
import type { Answer } from "./answer.ts";

export interface AnswerSummary {
  last: Answer;
  fromRollups: number;
  fromFacts: number;
  /** The stalest answer on screen decides; undefined when none says. */
  asOf: string | undefined;
  /** Set when the answers on screen are not of one moment. */
  newest: string | undefined;
}

/** What the status bar says about the answers on screen. */
export function summarise(
  answers: readonly Answer[],
): AnswerSummary | undefined {
  const last = answers.reduce<Answer | undefined>(
    (latest, answer) =>
      latest === undefined || answer.arrivedAt >= latest.arrivedAt
        ? answer
        : latest,
    undefined,
  );
  if (last === undefined) return undefined;
  const times = answers.flatMap((answer) => answer.refreshedAt ?? []).sort();
  const asOf = times[0];
  const newest = times.at(-1);
  return {
    last,
    fromRollups: answers.filter(({ rollups }) => rollups.length > 0).length,
    fromFacts: answers.filter(({ rollups }) => rollups.length === 0).length,
    asOf,
    newest: newest === asOf ? undefined : newest,
  };
}

/** What the requests behind answers have cost: those asked together had one. */
export function transfersOf(answers: readonly Answer[]): Transfer[] {
  const known = new Map(
    answers.flatMap(({ transfer }) =>
      transfer === undefined
        ? []
        : [[transfer.requestId ?? transfer, transfer] as const],
    ),
  );
  return [...known.values()];
}

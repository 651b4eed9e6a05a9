import { type Answer, keyOf, type Row } from "../answer.ts";
import { encodePath, type MemberPath } from "../member-path.ts";

interface Made {
  answers: readonly Answer[];
  result: unknown;
}

const MADE = new WeakMap<Answer, Map<string, Made>>();

/**
 * Makes something of answers once, however often a pivot is assembled of them.
 *
 * @param name tells apart what is made of the same answers
 */
export function memoByAnswers<T>(
  answers: readonly Answer[],
  name: string,
  make: () => T,
): T {
  const [first] = answers;
  if (first === undefined) return make();
  const made = MADE.get(first) ?? new Map<string, Made>();
  MADE.set(first, made);
  const found = made.get(name);
  if (
    found?.answers.length === answers.length &&
    found.answers.every((answer, index) => answer === answers[index])
  ) {
    return found.result as T;
  }
  const result = make();
  made.set(name, { answers, result });
  return result;
}

/** Rows by the encoded path of these members' keys. */
export const rowIndex = (
  answer: Answer,
  members: readonly string[],
): ReadonlyMap<string, Row> =>
  memoByAnswers(
    [answer],
    members.join(),
    () =>
      new Map(
        answer.rows.map((row) => [
          encodePath(members.map((member) => keyOf(row, member))),
          row,
        ]),
      ),
  );

/**
 * The row of an answer that holds these members.
 *
 * @param members full names of the dimensions the answer is grouped by
 * @param keys one per member, in the same order
 */
export const rowOf = (
  answer: Answer,
  members: readonly string[],
  keys: MemberPath,
): Row | undefined => rowIndex(answer, members).get(encodePath(keys));

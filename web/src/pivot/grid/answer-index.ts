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

/** Rows by the encoded keys of the members on one axis, then on the other. */
export type CellIndex = ReadonlyMap<string, ReadonlyMap<string, Row>>;

/**
 * Rows of an answer about two axes. Not by one key of both: a text made for
 * every cell that is read costs more than all else about it.
 */
export const cellIndex = (
  answer: Answer,
  own: readonly string[],
  across: readonly string[],
): CellIndex =>
  memoByAnswers([answer], `${own.join()} / ${across.join()}`, () => {
    const index = new Map<string, Map<string, Row>>();
    for (const row of answer.rows) {
      const first = encodePath(own.map((member) => keyOf(row, member)));
      const line = index.get(first) ?? new Map<string, Row>();
      index.set(first, line);
      line.set(encodePath(across.map((member) => keyOf(row, member))), row);
    }
    return index;
  });

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

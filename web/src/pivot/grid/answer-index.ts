import { type Answer, keyOf, type Row } from "../answer.ts";
import { encodePath, type MemberPath } from "../member-path.ts";

const INDEXES = new WeakMap<Answer, Map<string, Map<string, Row>>>();

/**
 * The row of an answer that holds these members.
 *
 * @param members full names of the dimensions the answer is grouped by
 * @param keys one per member, in the same order
 */
export function rowOf(
  answer: Answer,
  members: readonly string[],
  keys: MemberPath,
): Row | undefined {
  if (members.length === 0) return answer.rows[0];
  const name = members.join();
  const indexes = INDEXES.get(answer) ?? new Map<string, Map<string, Row>>();
  INDEXES.set(answer, indexes);
  let index = indexes.get(name);
  if (index === undefined) {
    index = new Map(
      answer.rows.map((row) => [
        encodePath(members.map((member) => keyOf(row, member))),
        row,
      ]),
    );
    indexes.set(name, index);
  }
  return index.get(encodePath(keys));
}

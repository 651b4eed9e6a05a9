import type { View } from "../../model/view.ts";

/** Titles of members by their qualified names; of others, the name. */
export function memberTitles(
  views: readonly View[],
): (member: string) => string {
  const titles = new Map(
    views.flatMap(({ dimensions, measures }) =>
      [...dimensions, ...measures].map(
        ({ member, title }) => [member, title] as const,
      ),
    ),
  );
  return (member) => titles.get(member) ?? member;
}
